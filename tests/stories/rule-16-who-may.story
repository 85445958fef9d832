# Rule 16: staff may act on any job, except on proposals of their own; nobody applies to their own job.
!role ada staff
!role bob staff
!role cleo client
cleo> /job post "Minutes of a meeting" price:2
ada> /job post "Cookies for the meeting" price:2
cleo> /apply 1
#! job.own job=1
#: job-1 is yours, so you can't apply to it. /proposals job-1 shows who did.
ada> /apply 2
#! job.own job=2
ada> /apply 1
#= apply.paid job=1 proposal=1
ada> /proposal hire 1
#! proposal.own proposal=1
#: proposal-1 is your own; somebody else has to decide on it.
ada> /proposal shortlist 1
#! proposal.own
ada> /proposal interview 1 "Do I like myself?"
#! proposal.own
bob> /proposal shortlist 1
#= proposal.shortlisted proposal=1 state=shortlisted
#> ada proposal.moved proposal=1 state=shortlisted
#> ...

# Other members see and move nothing of it.
ana> /proposals 1
#! rank.needed
ana> /proposal hire 1
#! proposal.unknown
ana> /proposal withdraw 1
#! proposal.unknown
ana> /proposal answer 1 "I am not asked"
#! proposal.unknown
ana> /job remove 1
#! rank.needed
bob> /proposals 1
#= proposals proposals.len=1
bob> /proposal hire 1
#= proposal.hired job=1
