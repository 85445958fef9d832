# Rule 15: a draft is seen by its client alone until it is published; a job that ended can be opened again, and what came back stays where it is.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
cleo> /job draft "Illustrate a book" price:2
#= job.drafted job=1 price=2
#> none
ana> /job show 1
#! job.unknown
ana> /apply 1
#! job.unknown
ana> /jobs state:any
#= jobs count=0
cleo> /jobs state:draft
#= jobs count=1
cleo> /job show 1
#= job.shown state=draft
cleo> /job edit 1 price:4
#= job.edited price=4
#> none
ana> /job publish 1
#! rank.needed
cleo> /job publish 1
#= job.posted job=1 price=4
#> #jobs job.card job=1 state=open
cleo> /job publish 1
#! job.not_draft
cleo> /job reopen 1
#! job.open
ana> /apply 1 boost:1
#= apply.paid paid=4 balance=35
ben> /apply 1
cleo> /proposal decline 2
cleo> /job close 1
#= job.closed_now state=expired
# Opened again: whoever was archived or declined may apply again, and pays again.
ana> /job reopen 1
#! rank.needed
cleo> /job reopen 1 closes:3d
#= job.reopened state=open hires=1
#> #jobs job.card job=1 state=open
ana> /apply 1
#= apply.paid paid=4 proposal=3 balance=31
ana> /apply 1
#! proposal.twice
ben> /apply 1
#= apply.paid paid=4 balance=32
cleo> /proposal hire 3
#= proposal.hired job_state=filled
# One that was filled has room for one hire more, but not for the same freelancer.
cleo> /job reopen 1
#= job.reopened hires=2
ana> /apply 1
#! proposal.twice state=hired
ben> /apply 1
#= apply.paid paid=4 balance=28
cleo> /job cancel 1
#! job.hired
# Called off and opened again: what came back stays.
cleo> /job post "A comic" price:6
ben> /apply 2
#= apply.paid balance=22
cleo> /job cancel 2
#= job.cancelled returned=6
cleo> /job reopen 2
#= job.reopened
ben> /connects balance
#= balance balance=28
ben> /apply 2
#= apply.paid paid=6 balance=22
# What staff removed only staff open again; a draft can be dropped.
ada> /job remove 2 "Doubtful"
cleo> /job reopen 2
#! rank.needed
ada> /job reopen 2
#= job.reopened
cleo> /job draft "Never mind"
cleo> /job cancel 3
#= job.cancelled returned=0
cleo> /job reopen 9
#! job.unknown
