# Rule 3: a message goes out 7 days before Connects of a member expire, once.
#now 2026-11-23T09:00:00+00:00
!role ada staff
ada> /admin policy grant.basic 0
ana> /connects balance
#= balance balance=40 expires=2027-11-23T23:59:59.999999+00:00
!at 2027-11-16T23:59:59+00:00
#> ...
!advance 1s
#> ada lot.expiring expiring=40
#> ana lot.expiring expiring=40 count=1 expires=2027-11-23T23:59:59.999999+00:00
#: 40 Connects of yours will expire soon, the first of them with 23 November 2027. /jobs shows what you can spend them on.
!advance 1d
#> none
ana> /connects balance
#= balance balance=40
!at 2027-11-24T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=0
# Several that end within a few days are told together, and it can be turned off.
ada> /admin policy lot.warn_days 0
ben> /connects balance
!advance 367d
#> ...
ben> /connects balance
#= balance balance=0
