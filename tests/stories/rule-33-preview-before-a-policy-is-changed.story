# Rule 33: before a policy is saved, staff see it as a difference and what it would have meant for the last 90 days.
!role ada staff
!role cleo client
ana> /connects balance
#= balance balance=40
ben> /connects balance
cleo> /job post "A logo" price:6
cleo> /job post "A house" price:4
ana> /apply 1
#= apply.paid paid=6 balance=34
ana> /apply 2
ben> /apply 2
cleo> /proposal interview 1 "When can you begin?"
ana> /proposal answer 1 "Tomorrow"
#= interview.answered bonus=10
cleo> /job cancel 2
#= job.cancelled returned=8
!advance 40d
ana> /connects balance
#= balance balance=64

# Fifteen more a month would have been two larger grants for four people; nothing else would be different.
ada> /admin preview grant.basic 25
#= preview days=90 changes.len=1 changes.0.name=grant.basic changes.0.before="10" changes.0.after="25" granted_was=80 granted=200 gifts_was=160 gifts=160 bonuses_was=10 bonuses=10 spent_was=14 spent=14 returned_was=8 returned=8 expired=0 refused=0 skipped=0 dry=0
#: • grant.basic: 10 → 25
#: • Monthly grants: 80 Connects → 200 Connects
#: • Spent: 14 Connects → 14 Connects
#: Nobody who applied would have lacked the Connects.
#: [1] Save this — /admin policy name:grant.basic value:25
# It has changed nothing.
ada> /admin policy grant.basic
#= policy.one name=grant.basic value="10"
#: [1] Try another value — /admin preview name:grant.basic ?
ana> /connects balance
#= balance balance=64

# With a gift of 5 ana could not have paid 6, so there would have been no interview; 4 she and ben could have paid.
ada> /admin preview gift.signup 5
#= preview gifts_was=160 gifts=20 spent=8 returned=8 bonuses_was=10 bonuses=0 dry=1 members.0=ana refused=1 skipped=2
#: One member would have lacked the Connects for a proposal: ana.
#: Refused under it: 1. Left out since they rest on something refused: 2.
ada> /admin preview gift.signup 3
#= preview gifts=12 spent=0 returned=0 dry=2 members.0=ana members.1=ben refused=3
#: 2 members would have lacked the Connects for a proposal: ana and ben.

# A whole set of rules: no gift, no bonus.
ada> /admin preview preset:upwork-2025
#= preview gifts=0 bonuses=0 granted=80 dry=2
#: • gift.signup: 40 → 0

# What it says now would have been as it was.
ada> /admin preview grant.basic 10
#= preview changes.len=0 granted_was=80 granted=80 spent=14 returned=8 bonuses=10 dry=0 refused=0
#: It said that already.

ada> /admin preview grant.basic 25
!press ada 1
#= policy.saved version=2 changes.0.name=grant.basic

ada> /admin preview
#! preview.what
#: Say which value and what it would be, such as /admin preview grant.basic 25, or a whole set of rules: /admin preview preset:upwork-2025. /admin policy shows all values.
ada> /admin preview grant.basic
#! preview.what
ada> /admin preview grant.basic ten
#! policy.value name=grant.basic
ana> /admin preview grant.basic 25
#! rank.needed
