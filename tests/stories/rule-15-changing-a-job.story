# Rule 15: price and text may change while a job is open; each proposal remembers what it paid.
!role ada staff
!role cleo client
!role dora client
cleo> /job post "Subtitles" "an hour of film" price:4
ana> /apply 1
#= apply.paid paid=4 balance=36
cleo> /job edit job-1 title:"Subtitles, two languages" price:6
#= job.edited job=1 price=6
#: job-1 was changed: price and title. Proposals keep what they paid.
#> #jobs job.card job=1 title="Subtitles, two languages" price=6 proposals=1
ben> /apply 1
#= apply.paid paid=6 balance=34
cleo> /proposals 1
#= proposals proposals.len=2 proposals.0.paid=4 proposals.1.paid=6

# The description can be emptied, the rest stays.
cleo> /job edit 1 description:"" budget:"80 EUR" category:film skills:subtitles closes:60d hires:2
#not discord: an option is not empty
#= job.edited
cleo> /job show 1
#= job.shown title="Subtitles, two languages" price=6 hires=2 closes=2027-01-22T23:59:59.999999+00:00
#: job-1: Subtitles, two languages
#: Price: 6 Connects
#: State: open
#: Client: cleo
#: Budget: 80 EUR

cleo> /job edit 1 price:3
#! job.price price=3
cleo> /job edit 1 price:6
#! job.unchanged job=1
cleo> /job edit 1
#! job.unchanged job=1
cleo> /job edit job-1 ?
#= form.open
#form title,description,price,budget,closes
!fill cleo price=2
#= job.edited job=1 price=2
cleo> /job edit 9 price:2
#! job.unknown
# Others' jobs are not theirs to change; staff may act on any.
dora> /job edit 1 price:1
#! rank.needed
ana> /job edit 1 price:1
#! rank.needed
ada> /job edit 1 price:1
#= job.edited price=1

# With one of two hired, one hire is not enough any more; and a closed job is not changed.
cleo> /proposal hire 1
#= proposal.hired state=hired hired=1 hires=2 job_state=open
cleo> /job edit 1 hires:1
#! job.hires hired=1 minimum=2
cleo> /job close 1
#= job.closed_now state=filled
cleo> /job edit 1 title:"Too late"
#! job.closed job=1 state=filled
