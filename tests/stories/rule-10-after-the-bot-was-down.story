# Rule 10: the bot being down loses no grant: each missed month is paid once, oldest first, at most three.
#after rule-10-before-the-bot-was-down
#now 2027-04-10T09:00:00+00:00

# December and January are lost; February, March and April are paid at the start, in one announcement.
ana> /connects balance
#= balance balance=70 next_grant=2027-05-01T00:00:00+00:00
#> ...
#> #news grant.announced period=2027-04 periods.len=3 periods.0=2027-02 periods.2=2027-04 members=2 connects=60
#: The grants for February 2027, March 2027 and April 2027 are here: 60 Connects for 2 members.
#> ...
ana> /connects history
#= history entries.len=4 entries.0.when=2027-04-01T00:00:00+00:00 entries.2.when=2027-02-01T00:00:00+00:00
#: • 1 April 2027 · +10 · grant for April 2027 · balance 70 · #15
#: • 1 March 2027 · +10 · grant for March 2027 · balance 60 · #14
#: • 1 February 2027 · +10 · grant for February 2027 · balance 50 · #13
# Late Connects age from when they were due.
ana> /connects why 13
#= why.operation kind=grant key=grant/2027-02/2
#: Decided: 10 April 2027, 09:00 UTC
#: Due: 1 February 2027, 00:00 UTC
ana> /connects why
#= why lots.1.issued=2027-02-01T00:00:00+00:00
!restart
!advance 1d
#> none
ana> /connects balance
#= balance balance=70
# Ben had left.
ben> /connects balance
#= balance balance=40
