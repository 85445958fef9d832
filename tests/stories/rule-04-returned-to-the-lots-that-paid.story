# Rule 4: what is returned goes back to the very lots that paid, with their own end.
!role ada staff
!role cleo client
ada> /admin grant ana 2 reason:"two more"
#not discord: whoever can be chosen is known
#not slack: whoever can be mentioned is there
#! member.unknown member=ana
ana> /connects balance
ada> /admin take ana 37 reason:"leave three"
!advance 1d
ada> /admin grant ana 2 reason:"two more"
#= admin.granted member=ana amount=2 balance=5
#> #log log.granted by=ada member=ana amount=2
#: ada gave ana 2 Connects. Reason: two more
#> ana wallet.granted amount=2 balance=5 by=ada reason="two more"
#: ada gave you 2 Connects; you have 5 Connects. Reason: two more
cleo> /job post "A map of the town" price:4
ana> /apply job-1 "I drew one before."
#= apply.paid paid=4 balance=1
ana> /connects why
#= why lots.len=1 lots.0.left=1 lots.0.source=staff
!advance 2d
cleo> /job cancel job-1
#= job.cancelled job=1 state=cancelled returned=4
#: job-1 is cancelled. Returned to those who applied: 4 Connects.
#> ana proposal.returned job=1 returned=4 balance=5
#: job-1 was cancelled. 4 Connects came back to you; you have 5 Connects.
#> #jobs job.card job=1 state=cancelled
ana> /connects why
#= why balance=5 lots.len=2 lots.0.left=3 lots.0.source=gift lots.1.left=2 lots.1.source=staff
#: • 3 of 40 Connects: sign-up gift on 23 November 2026, until 23 November 2027 (#9)
ana> /connects history kind:proposal
#= history entries.len=2 entries.0.amount=4 entries.0.kind=proposal.returned entries.1.amount=-4
