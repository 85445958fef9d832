# Rules 4, 15 and 21: cancelled before a hire, every proposal but the withdrawn ones is returned, declined and archived ones too.
!role ada staff
!role cleo client
cleo> /job post "A musical" price:6
ana> /apply 1
ben> /apply 1
cara> /apply 1
dan> /apply 1
eva> /apply 1
ana> /proposal withdraw 1
ana> /apply 1
#= apply.paid proposal=6 balance=28
cleo> /proposal decline 2
cleo> /proposal archive 3
cleo> /proposal shortlist 4
cleo> /proposal interview 5 "Can you sing?"
cleo> /job cancel 1
#= job.cancelled returned=30
#> ben proposal.returned returned=6 balance=40
#> cara proposal.returned returned=6 balance=40
#> dan proposal.returned returned=6 balance=40
#> eva proposal.returned returned=6 balance=40
#> ana proposal.returned returned=6 balance=34
#> #jobs job.card job=1 state=cancelled
ana> /proposals
#= proposals proposals.len=2 proposals.0.proposal=6 proposals.0.state=returned proposals.1.proposal=1 proposals.1.state=withdrawn
ben> /proposals
#= proposals proposals.0.state=returned
eva> /proposal answer 5 "Too late"
#! proposal.state state=returned
ana> /connects why
#= why balance=34 lots.len=1 lots.0.left=34 lots.0.amount=40
