# Rules 9 and 11: the month begins at 00:00 on the community's clocks, even where that moment is skipped.
#now 2023-09-29T12:00:00+00:00
!role ada staff
ada> /admin zone America/Asuncion
#= policy.saved version=2
#> #log log.policy by=ada version=2
ana> /connects balance
#= balance next_grant=2023-10-01T04:00:00+00:00
# On 1 October 2023 the clocks of Asunción went from 23:59:59 to 01:00.
!at 2023-10-01T03:59:59+00:00
ana> /connects balance
#= balance balance=40
!advance 1s
#> #news grant.announced period=2023-10 members=2
ana> /connects balance
#= balance balance=50 next_grant=2023-11-01T03:00:00+00:00
