# Rules 17 and 35: /apply with a job pays at once and tells what was paid, what is left and when it would come back.
!role ada staff
!role cleo client
cleo> /job post "Paint a fence" "white, forty metres" price:4
ana> /apply job-1 message:"I have a ladder. And *paint*, @everyone."
#= apply.paid job=1 proposal=1 paid=4 balance=36
#: You applied to job-1 with proposal-1. Paid: 4 Connects; you have 36 Connects left.
#: They come back if the client calls the job off before a hire or staff remove it, and not otherwise.
#buttons 1
#> cleo proposal.arrived job=1 proposal=1 member=ana count=1
#: proposal-1 on your job job-1 from ana (1 so far).
#: > I have a ladder. And *paint*, @everyone.
#> #jobs job.card job=1 proposals=1

# One live proposal per person and job.
ana> /apply job-1
#! proposal.twice job=1 proposal=1 state=submitted
#: You applied to job-1 already: proposal-1 is submitted.
#> none
ana> /connects balance
#= balance balance=36

# After withdrawing one may apply again, and pays again.
ana> /proposals
#= proposals proposals.len=1 proposals.0.proposal=1 proposals.0.job=1 proposals.0.paid=4 proposals.0.state=submitted
#: • proposal-1 · job-1 Paint a fence · submitted · paid 4 Connects · 23 November 2026
ana> /proposal withdraw proposal-1 "I broke my arm."
#= proposal.withdrawn proposal=1 job=1 state=withdrawn
#: proposal-1 on job-1 is withdrawn. What it paid is not returned.
#> cleo proposal.was_withdrawn job=1 proposal=1 member=ana
#: > I broke my arm.
#> ...
ana> /apply #1 "Two ladders."
#= apply.paid proposal=2 paid=4 balance=32

# After being declined or archived one may not.
cleo> /proposal decline 2
ana> /apply 1
#! proposal.twice proposal=2 state=declined
ben> /apply 1
cleo> /proposal archive 3
ben> /apply 1
#! proposal.twice proposal=3 state=archived
ana> /apply 9
#! job.unknown
ana> /apply job-x
#! job.unknown job=job-x
