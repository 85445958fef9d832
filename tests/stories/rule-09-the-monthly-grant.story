# Rules 9 and 10: on the 1st at 00:00 every wallet gets the grant of the month, once, and it is announced.
!role ada staff
ana> /connects balance
ben> /connects balance
!at 2026-11-30T23:59:59+00:00
#> #news window.reset
ana> /connects balance
#= balance balance=40 next_grant=2026-12-01T00:00:00+00:00
!advance 1s
#> #news grant.announced period=2026-12 members=3 connects=30
#: The grant for December 2026 is here: 30 Connects for 3 members.
ana> /connects balance
#= balance balance=50 next_grant=2027-01-01T00:00:00+00:00
ana> /connects history
#= history entries.len=2 entries.0.amount=10 entries.0.when=2026-12-01T00:00:00+00:00
!restart
!advance 1h
#> none
ana> /connects balance
#= balance balance=50

# Who joins in a month gets the first grant with the next one.
zoe> /connects balance
#= balance balance=40 next_grant=2027-01-01T00:00:00+00:00
!at 2027-01-01T00:00:00+00:00
#> ...
#> #news grant.announced period=2027-01 members=4 connects=40
zoe> /connects balance
#= balance balance=50
ana> /connects balance
#= balance balance=60

# Why it was given: the rule, and under which key, which no second grant of the month can have.
ana> /connects why 21
#= why.operation kind=grant key=grant/2027-01/2
#: Each month has one grant, on the 1st at 00:00 in the community's time zone, by the plan in force then: Basic for January 2027.
