# Rule 4: where a lot that paid has expired meanwhile, a new lot of 7 days takes its place.
!role ada staff
# (A rolling bonus window has no weeks to announce; that keeps the year short.)
ada> /admin policy bonus.window rolling
!role cleo client
ada> /admin policy grant.basic 0
ana> /connects balance
!at 2027-11-20T09:00:00+00:00
ada> /admin grant ana 3 reason:"young ones"
ada> /admin take ana 37 reason:"the old ones, all but three"
#= admin.taken amount=37 balance=6
cleo> /job post "A ship in a bottle" price:6
ana> /apply job-1
#= apply.paid paid=6 balance=0
!at 2027-11-25T09:00:00+00:00
cleo> /job cancel job-1
#= job.cancelled returned=6
# Three went back to the young lot; the gift ended with 23 November, so its three last 7 days more.
ana> /connects why
#= why balance=6 lots.len=2 lots.0.left=3 lots.0.source=return lots.1.left=3 lots.1.source=staff
#: • 3 of 3 Connects: returned on 25 November 2027, until 2 December 2027 (#32)
!at 2027-12-02T23:59:59+00:00
ana> /connects balance
#= balance balance=6
!advance 1s
ana> /connects balance
#= balance balance=3
