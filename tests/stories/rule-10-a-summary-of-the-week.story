# Rules 10 and 33: once a week the news channel is told what the week brought; a week without anything is passed over, and so are those that were missed but the last.
#now 2026-11-25T09:00:00+00:00
!role ada staff
!role cleo client
ada> /connects rules
#: • On Monday at 09:00 the news channel is told what the week brought.
cleo> /job post "Wind the clocks" price:4
ana> /apply 1
ben> /apply 1
cleo> /proposal hire 1
# The summary is of the seven days before its day: Monday to Sunday.
!at 2026-11-30T08:59:59+00:00
#> #news window.reset
!advance 1s
#> #news digest.told posted=1 proposals=2 hired=1 spent=8
#: The week from 23 November 2026 to 29 November 2026: one new job, 2 proposals, one hired, 8 Connects spent. /jobs shows what is open.
!advance 1h
#> none
# A week in which nothing happened is none that is told.
!at 2026-12-07T10:00:00+00:00
#> ...
#> #news grant.announced
#> #news window.reset
# What happens on the day itself belongs to the next one.
cleo> /job post "Oil the clocks" price:2
ana> /apply 2
!at 2026-12-14T09:00:00+00:00
#> ...
#> #news window.reset
#> #news digest.told posted=1 proposals=1 hired=0 spent=2 since=2026-12-07T00:00:00+00:00 until=2026-12-13T23:59:59.999999+00:00
# Staff choose another day, or none at all.
ada> /admin policy digest.day friday
cleo> /job post "Paint the clocks" price:2
!at 2026-12-18T08:59:59+00:00
#> cleo job.waiting job=2
!advance 1s
#> #news digest.told posted=1 proposals=0 since=2026-12-11T00:00:00+00:00
ada> /admin policy digest.day sometimes
#! policy.value
ada> /admin policy digest.day off
cleo> /job post "Sell the clocks" price:2
!at 2026-12-28T09:00:00+00:00
#> ...
#> #news window.reset
#> #news window.reset
