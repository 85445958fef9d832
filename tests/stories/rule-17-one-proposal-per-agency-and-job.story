# Rule 17: an agency has one live proposal on a job, and a person one, whoever's wallet pays; the sender and who runs it act for it.
!role ada staff
!role cleo client
ada> /admin policy price.allowed any
ana> /agency create Red Pens
ben> /connects balance
cam> /connects balance
ana> /agency invite ben
ana> /agency invite cam
ben> /agency accept
cam> /agency accept
cleo> /job post "A poster" price:0 hires:3
ben> /apply 1 agency:yes
#= apply.paid proposal=1 agency=4
#> ...
cam> /apply 1 agency:yes
#! proposal.twice proposal=1 agency=4
#: Red Pens applied to job-1 already: proposal-1 is submitted.
ben> /apply 1
#! proposal.twice proposal=1
cam> /apply 1
#= apply.paid proposal=2 agency=null
#> ...
ben> /agency leave
#> ...

# The agency keeps what was sent for it; the owner acts for it, and hears of it, once the sender is out.
cleo> /proposal shortlist 1
#= proposal.shortlisted
#> ana proposal.moved proposal=1 state=shortlisted
#> ...
ben> /proposal withdraw 1
#! proposal.unknown
cam> /proposal withdraw 1
#! proposal.unknown
ana> /proposal withdraw 1 "We are full."
#= proposal.withdrawn proposal=1
#> cleo proposal.was_withdrawn member=ana
#> ...
# After withdrawing the agency may apply again, but not who has a proposal there already.
cam> /apply 1 agency:yes
#! proposal.twice proposal=2
ana> /apply 1 agency:yes
#= apply.paid proposal=3
#> ...
cleo> /proposal decline 3
#> ...
ana> /apply 1 agency:yes
#! proposal.twice state=declined

# The sender hears of what others do with their proposal.
cleo> /job post "A flyer" price:0
cam> /apply 2 agency:yes
#= apply.paid proposal=4
#> ...
ana> /proposal withdraw 4
#= proposal.withdrawn
#> cam agency.withdrew proposal=4 member=ana
#: ana withdrew proposal-4 of Red Pens from job-2.
#> ...
