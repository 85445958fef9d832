# Rule 25: an auction closes after 7 days, at the first hire, or with the job; a boost after that is refused before anything is paid, and reopening starts a new one.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
cleo> /job post "Illustrate a book" price:1 hires:3
ana> /apply 1 boost:2
!at 2026-11-30T08:59:59+00:00
ben> /apply 1 boost:1
#= apply.paid place=2
# The seventh day is over, to the second.
!advance 1s
#> #jobs job.card
#> #news digest.told
#> cleo job.waiting count=1
#> ana auction.won proposal=1 place=1 boost=2
#> ben auction.won proposal=2 place=2 boost=1
ana> /boost 1 9
#! boost.closed
#: The auction of job-1 is closed, so nothing was paid. /job show job-1 has its result.
cara> /apply 1 boost:1
#! boost.closed
cara> /connects balance
#= balance balance=40
cara> /apply 1
#= apply.paid paid=1 boost=0
gus> /job show 1
#= job.shown boosts.len=2 boosts.0.place=1 boosts.0.proposal=1

# The first hire closes it, though the job goes on.
cleo> /job post "A comic" price:1 hires:2
ana> /apply 2 boost:3
ben> /apply 2 boost:2
cleo> /proposal hire 5
#= proposal.hired job_state=open
#> ben proposal.moved
#> ana auction.won proposal=4 place=1
#> ben auction.won proposal=5 place=2
#> #jobs job.card
cara> /apply 2 boost:1
#! boost.closed

# The end of the job closes it.
cleo> /job post "A poster" price:1
ana> /apply 3 boost:3
cleo> /job close 3
#= job.closed_now state=expired
#> ana auction.won place=1
#> ana proposal.closed
#> #jobs job.card

# Reopening starts a new auction of 7 days, with an empty table.
cleo> /job reopen 3
#= job.reopened state=open
ben> /apply 3 boost:1
#= apply.paid boost=1 place=1
ana> /apply 3 boost:1
#= apply.paid boost=1 place=2
!advance 7d
#> ...
#> ana auction.won place=2
