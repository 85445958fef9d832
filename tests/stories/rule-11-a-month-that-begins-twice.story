# Rules 9 and 11: where 00:00 on the 1st comes twice, the first counts.
#now 2026-10-31T12:00:00+00:00
!role ada staff
ada> /admin zone America/Havana
#= policy.saved version=2
ada> /connects balance
#= balance next_grant=2026-11-01T04:00:00+00:00
# On 1 November 2026 the clocks of Havana go from 00:59:59 back to 00:00.
!at 2026-11-01T03:59:59+00:00
#> none
!advance 1s
#> #news grant.announced period=2026-11 members=1 connects=10
!at 2026-11-01T05:00:00+00:00
#> none
ada> /connects balance
#= balance balance=50 next_grant=2026-12-01T05:00:00+00:00
