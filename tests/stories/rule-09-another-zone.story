# Rules 9 and 28: a change of zone moves the dues still ahead; a window that has begun keeps its end.
#now 2026-11-29T12:00:00+00:00
!role ada staff
ana> /connects balance
#= balance next_grant=2026-12-01T00:00:00+00:00
ada> /admin zone Europe/Madrid
#= policy.saved
ana> /connects balance
#= balance next_grant=2026-11-30T23:00:00+00:00
#: The next grant brings 10 Connects on 1 December 2026.
#: Interviews earned 0 of 50 this week; the next week begins 30 November 2026, 01:00 CET.
!at 2026-11-29T23:00:00+00:00
#> none
!at 2026-11-30T00:00:00+00:00
#> #news window.reset
#: A new week for interview bonuses: each wallet can earn up to 50 Connects until 7 December 2026, 00:00 CET.
!at 2026-11-30T22:59:59+00:00
#> none
!advance 1s
#> #news grant.announced period=2026-12
ana> /connects balance
#= balance balance=50

# Westward, on the 1st: December has been paid and is not paid again.
ada> /admin zone America/New_York
ana> /connects balance
#= balance next_grant=2027-01-01T05:00:00+00:00
!at 2026-12-01T05:00:00+00:00
#> none
ana> /connects balance
#= balance balance=50

# A zone that is none.
ada> /admin zone Mars/Phobos
#! policy.value name=time_zone
ada> /admin zone ../../etc/passwd
#! policy.value name=time_zone
