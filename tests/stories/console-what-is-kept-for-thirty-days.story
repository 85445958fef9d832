# Console: an answer and what was sent are kept for 30 days; what was done stays done for ever.
#now 2026-11-01T09:00:00+00:00
!role ada staff
ana> /connects balance
ada> /admin grant ana 5
#= admin.granted
ada> /job post "Logo" price:4
ana> /apply job-1
!again
#not discord: it is delivered twice, which the loopback server does
#= apply.paid paid=4
!advance 31d
#> ...
!again
#not discord: it is delivered twice, which the loopback server does
#= receipt.old
ana> /connects history kind:staff
#= history entries.len=1 entries.0.amount=5
ada> /job edit job-1 closes:2027-01-31
#> ...
