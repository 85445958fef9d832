# Rules 2 and 3: a lot ends a year after it came, at the end of that day in the community's time zone.
!role ada staff
ada> /admin policy grant.basic 0
ada> /job post "A poem" price:4
!at 2026-11-23T15:30:00+00:00
ana> /connects balance
#= balance balance=40 expiring=40 expires=2027-11-23T23:59:59.999999+00:00
# What is spent meanwhile does not expire.
ana> /apply job-1
#= apply.paid paid=4 balance=36

!at 2027-11-23T23:59:59+00:00
ana> /connects balance
#= balance balance=36
#: Next to expire: 36 Connects, with 23 November 2027.
!advance 1s
ana> /connects balance
#= balance balance=0 expiring=0 expires=null
ana> /connects history
#= history balance=0 entries.len=3 entries.0.amount=-36 entries.0.kind=lot.expired
ana> /connects why
#= why balance=0 lots.len=0
#: You have no Connects right now.
