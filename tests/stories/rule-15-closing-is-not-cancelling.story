# Rule 15: closing is the closing date come early and returns nothing; cancelling, before a hire, returns all.
!role ada staff
!role cleo client
cleo> /job post "A wedding speech" price:6
cleo> /job post "A funeral speech" price:4
cleo> /job post "A toast" price:2 hires:2
ana> /apply 1
ana> /apply 2
ana> /apply 3
#= apply.paid balance=28

cleo> /job close 1
#= job.closed_now job=1 state=expired returned=0
#: job-1 is closed (expired). Its proposals are archived and nothing is returned; to call a job off and return the Connects there is /job cancel job-1, before closing.
#> ana proposal.closed job=1 state=expired
#: Your proposal on job-1 is archived: the job is expired.
#> #jobs job.card job=1 state=expired
cleo> /job cancel 2
#= job.cancelled job=2 state=cancelled returned=4
#> ana proposal.returned job=2 returned=4 balance=32
#> #jobs job.card job=2 state=cancelled

# With a hire made, cancelling is refused and closing offered; the job counts as filled.
cleo> /proposal hire 3
#= proposal.hired hired=1 hires=2
cleo> /job cancel 3
#! job.hired job=3
#: job-3 has a hire, so it can't be cancelled any more. /job close job-3 closes it.
#> none
cleo> /job close 3
#= job.closed_now state=filled returned=0
ana> /connects balance
#= balance balance=32

# What has ended has ended.
cleo> /job close 1
#! job.closed job=1 state=expired
#: job-1 is expired since 23 November 2026. /jobs shows what is open.
cleo> /job cancel 1
#! job.closed
cleo> /job cancel 2
#! job.closed state=cancelled
ana> /apply 2
#! job.closed job=2 state=cancelled
cleo> /proposal shortlist 1
#! job.closed
cleo> /job close 7
#! job.unknown
ana> /job close 1
#! rank.needed
ana> /job cancel 1
#! rank.needed
cleo> /job close
#not discord: Discord asks for the option first
#! option.missing
