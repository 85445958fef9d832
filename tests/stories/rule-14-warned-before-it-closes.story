# Rule 14: a job closes after 30 days by itself, and its client is told 5 days before.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
cleo> /job post "Illustrate a book" price:2
#= job.posted closes=2026-12-23T23:59:59.999999+00:00
ana> /apply 1
!at 2026-12-18T23:59:59+00:00
#> ...
#> #news grant.announced
!advance 1s
#> cleo job.closing job=1 live=1 closes=2026-12-23T23:59:59.999999+00:00
!advance 1d
#> none
# A later closing is warned of anew.
cleo> /job edit 1 closes:14d
#= job.edited
!at 2026-12-29T23:59:59+00:00
#> ...
!advance 1s
#> cleo job.closing
# One that lives shorter than that needs no warning.
cleo> /job post "A comic" closes:3d
!advance 2d
#> #news grant.announced
