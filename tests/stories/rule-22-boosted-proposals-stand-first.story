# Rule 22: the client's list has boosted proposals first, by rank, and all others by time.
!role ada staff
!role cleo client
cleo> /job post "Illustrate a book" price:4
ana> /apply 1
#= apply.paid paid=4 boost=0 balance=36
ben> /apply 1 boost:3
#= apply.paid paid=4 boost=3 place=1 balance=33
cara> /apply 1
dan> /apply 1 boost:5
#= apply.paid paid=4 boost=5 place=1 balance=31
cleo> /proposals 1
#= proposals proposals.len=4 proposals.0.proposal=4 proposals.0.place=1 proposals.1.proposal=2 proposals.1.place=2 proposals.2.proposal=1 proposals.2.place=0 proposals.3.proposal=3
# Who withdraws leaves the first places.
dan> /proposal withdraw 4
cleo> /proposals 1
#= proposals proposals.0.proposal=2 proposals.1.proposal=1 proposals.2.proposal=3 proposals.3.proposal=4 proposals.3.state=withdrawn
# The applicant always sees the state of each proposal.
cleo> /proposal shortlist 2
ben> /proposals
#= proposals proposals.0.state=shortlisted
