# Rules 10 and 11: the summary goes by the community's clocks, over their changes as well; where its hour is missing it comes with the next that there is.
#now 2026-10-19T12:00:00+00:00
!role ada staff
!role cleo client
ada> /admin zone Europe/Madrid
ada> /admin policy digest.day sunday
cleo> /job post "Wind the clocks" price:4
# The clocks go back on the 25th, a Sunday: nine o'clock is at eight, no longer at seven.
!at 2026-10-25T07:59:59+00:00
#> none
!advance 1s
#> #news digest.told posted=1 since=2026-10-17T22:00:00+00:00 until=2026-10-24T21:59:59.999999+00:00
ada> /admin zone Pacific/Auckland
# There it was Sunday nine o'clock long ago: the week has been told of.
!advance 1h
#> none
cleo> /job post "Oil the clocks" price:4
!at 2026-10-31T19:59:59+00:00
#> ...
#> #news window.reset
!advance 1s
#> ...
#> #news digest.told posted=1
