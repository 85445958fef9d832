# Rule 27: a late answer is delivered and earns nothing; nor does a free proposal, or one that is not live any more.
!role ada staff
!role cleo client
!role dora client
cleo> /job post "A play" price:4 closes:90d hires:3
dora> /job post "A film" price:4 closes:90d
ana> /apply 1
ben> /apply 1
cara> /apply 1
dan> /apply 1
eva> /apply 2
cleo> /proposal interview 1 "Hamlet?"
cleo> /proposal interview 2 "Ophelia?"
cleo> /proposal interview 3 "Horatio?"
cleo> /proposal interview 4 "Yorick?"
dora> /proposal interview 5 "A ghost?"

# Fourteen days to the second earn; one second more does not.
!at 2026-12-07T09:00:00+00:00
ana> /proposal answer 1 "To be."
#= interview.answered bonus=10 window_used=10
!advance 1s
ben> /proposal answer 2 "Rosemary."
#= interview.answered proposal=2 bonus=0 window_used=0
#: It earned nothing: answers earn within 14 days.
#> cleo interview.answer proposal=2
#: > Rosemary.

# Declined, then answered: delivered, and nothing earned. Withdrawn: not even delivered.
cleo> /proposal decline 3
cara> /proposal answer 3 "My lord."
#= interview.answered bonus=0
#: It earned nothing: the proposal was no longer live.
dan> /proposal withdraw 4
dan> /proposal answer 4 "Alas."
#! proposal.state state=withdrawn
#> none

# A proposal that paid nothing earns nothing.
ada> /admin preset upwork-2025
ada> /admin policy bonus.cap 50
ada> /admin policy bonus.amount 10
dora> /job post "A cartoon" price:0
fay> /apply 3
#= apply.paid paid=0
dora> /proposal interview 6 "A mouse?"
fay> /proposal answer 6 "Two."
#= interview.answered bonus=0 balance=0
#: It earned nothing: the proposal was free.
# Where the policy pays no bonus at all, the answer is delivered all the same.
ada> /admin policy bonus.amount 0
eva> /proposal answer 5 "Boo."
#= interview.answered bonus=0
#: Interviews earn no bonus here.
#> dora interview.answer proposal=5
eva> /connects balance
#= balance window_cap=0
