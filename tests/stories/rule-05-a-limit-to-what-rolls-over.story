# Rule 5: at the start of a new month, before its grant, what is beyond the rollover limit expires, soonest-ending first.
#now 2026-11-23T09:00:00+00:00
!role ada staff
ana> /connects balance
ada> /admin grant ana 30 reason:"a prize"
ada> /admin policy rollover.limit 50
ana> /connects balance
#= balance balance=70
!at 2026-12-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=60
ana> /connects history
#= history entries.len=4 entries.0.amount=10 entries.1.amount=-20 entries.1.balance=50
ana> /connects why
#= why lots.len=3 lots.0.left=20 lots.0.amount=40 lots.1.left=30 lots.2.left=10
# It was decided as of the 1st, also where nobody had looked.
!at 2027-01-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=60
ada> /connects rules
#= rules
# Bought Connects come along, unless the community says otherwise.
ana> /connects buy 60
#= order.made order=1
ada> /admin confirm 1 "R-1"
#= order.paid balance=120
!at 2027-02-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=120
ada> /admin policy rollover.bought_exempt off
!at 2027-03-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=60
