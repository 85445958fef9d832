# Rule 27: the client asks, the freelancer answers, and the answer earns 10 to the wallet that paid; once per proposal.
!role ada staff
!role cleo client
!role dora client
cleo> /job post "Cook for a week" price:4 hires:5
ana> /apply 1 "I cook."
cleo> /proposal interview proposal-1 "What would Tuesday look like?"
#= interview.asked proposal=1 job=1 member=ana
#: Your question went to ana (proposal-1). The answer will come back to you.
#> ana interview.question proposal=1 job=1 bonus=10 days=14
#: The client of job-1 (Cook for a week) asks you about proposal-1. Answered within 14 days it earns 10 Connects.
#: > What would Tuesday look like?
#> ...
ana> /proposal answer proposal-1 "Soup, fish,\nand a pie."
#= interview.answered proposal=1 job=1 bonus=10 window_used=10 window_cap=50 balance=46
#: It earned 10 Connects.
#> cleo interview.answer proposal=1 member=ana
#: ana answered your question about job-1 (proposal-1).
#: > Soup, fish,
#: > and a pie.
ana> /proposal answer proposal-1 "And dessert."
#! proposal.state proposal=1 state=answered
#> none
ana> /connects history
#= history entries.len=3 entries.0.amount=10 entries.0.kind=interview.answered
ana> /connects why
#= why balance=46 lots.len=2 lots.1.source=bonus lots.1.left=10

# Without a question there is nothing to answer; without an answer nothing is asked.
ben> /apply 1
ben> /proposal answer 2 "You did not ask, but"
#! proposal.state state=submitted
cleo> /proposal interview 2
#= form.open
#form question
!fill cleo question="Why you?"
#= interview.asked proposal=2
ben> /proposal answer 2
#= form.open
#form answer
!fill ben answer="Because."
#= interview.answered bonus=10 balance=46

# The same client and freelancer: one bonus a window. Another client's interview earns again.
cleo> /job post "Cook for a day" price:2
dora> /job post "Cook for an hour" price:1
ana> /apply 2
ana> /apply 3
cleo> /proposal interview 3 "Again?"
ana> /proposal answer 3 "Again."
#= interview.answered proposal=3 bonus=0 window_used=10 balance=43
dora> /proposal interview 4 "For me too?"
ana> /proposal answer 4 "Too."
#= interview.answered proposal=4 bonus=10 window_used=20 balance=53

# The pair is free again on Monday.
!at 2026-11-30T00:00:00+00:00
cleo> /job post "Cook for a night" price:2
ana> /apply 4
cleo> /proposal interview 5 "And again?"
ana> /proposal answer 5 "And again."
#= interview.answered proposal=5 bonus=10 window_used=10
