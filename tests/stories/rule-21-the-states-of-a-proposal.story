# Rules 21 and 22: shortlisted, interviewing, archived, declined, hired; declining can't be undone, but one may still hire.
!role ada staff
!role cleo client
cleo> /job post "An orchestra" price:1 hires:3
ana> /apply 1
ben> /apply 1
cara> /apply 1
dan> /apply 1

cleo> /proposal shortlist 1 "You are on my list."
#= proposal.shortlisted proposal=1 job=1 state=shortlisted member=ana
#: proposal-1 of ana is on the shortlist for job-1.
#> ana proposal.moved proposal=1 job=1 state=shortlisted
#: proposal-1 on job-1 (An orchestra) is shortlisted now.
#: > You are on my list.
#> ...
cleo> /proposal shortlist 1
#! proposal.state proposal=1 state=shortlisted
cleo> /proposal interview 1 "Which instrument?"
#= interview.asked proposal=1 state=interviewing
cleo> /proposal shortlist 1
#! proposal.state state=interviewing
cleo> /proposal interview 1 "And a second question?"
#! proposal.state state=interviewing

# Archiving is out of sight; the freelancer is not told, but sees it.
cleo> /proposal archive 2
#= proposal.archived state=archived
#: proposal-2 of ben is archived.
ben> /proposals
#= proposals proposals.0.state=archived
ben> /proposal withdraw 2
#! proposal.state state=archived
cleo> /proposal archive 2
#! proposal.state
cleo> /proposal shortlist 2
#! proposal.state
cleo> /proposal interview 2 "Still there?"
#! proposal.state

cleo> /proposal decline 3 "We have a cellist."
#= proposal.declined state=declined
#: proposal-3 of cara is declined. You may still hire them.
#> cara proposal.moved proposal=3 state=declined
#: > We have a cellist.
#> ...
cleo> /proposal decline 3
#! proposal.state proposal=3 state=declined
cleo> /proposal archive 3
#! proposal.state
cara> /proposal withdraw 3
#! proposal.state
cleo> /proposal hire 3
#= proposal.hired state=hired hired=1 hires=3 job_state=open member=cara
#: cara is hired for job-1 (1 of 3). The job is open.
cleo> /proposal hire 3
#! proposal.state state=hired
cleo> /proposal decline 3
#! proposal.state state=hired
cara> /proposal withdraw 3
#! proposal.state state=hired
cleo> /proposal hire 2
#= proposal.hired hired=2

# The last hire fills the job; who is left is archived, and has what they paid not returned.
cleo> /proposal hire 1
#= proposal.hired proposal=1 hired=3 hires=3 job_state=filled
#: ana is hired for job-1 (3 of 3). The job is filled.
#> ana proposal.moved proposal=1 state=hired
#> dan proposal.closed job=1 state=filled
#> ...
dan> /proposals
#= proposals proposals.0.state=archived
dan> /connects balance
#= balance balance=39
cleo> /proposal hire 4
#! job.closed job=1 state=filled
dan> /proposal withdraw 4
#! proposal.state state=archived
eva> /apply 1
#! job.closed state=filled
cleo> /proposal shortlist 99
#! proposal.unknown
#: There is no proposal 99 of yours. /proposals shows them.
cleo> /proposal shortlist
#not discord: Discord asks for the option first
#! option.missing option=proposal
cleo> /proposal hire job-1
#! proposal.unknown
