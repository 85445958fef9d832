# Rules 6 and 35: /connects why explains a balance lot by lot, and one operation by its rule and its numbers.
!role ada staff
!role cleo client
cleo> /job post "A bridge" price:6
ana> /connects why
#= why balance=40 lots.len=1 lots.0.left=40 lots.0.amount=40 lots.0.source=gift lots.0.expires=2027-11-23T23:59:59.999999+00:00
#: You have 40 Connects. This is what they are made of, in the order in which they are spent:
#: • 40 of 40 Connects: sign-up gift on 23 November 2026, until 23 November 2027 (#10)
ana> /connects why 10
#= why.operation operation=10 kind=gift what="sign-up gift" key=gift/signup/3
#: Operation 10: sign-up gift
#: Whoever joins gets the sign-up gift, once for ever.
#: Decided: 23 November 2026, 09:00 UTC
#: By: the bot
#: Policy version: 1
#: • +40: from 0 to 40 in the wallet of ana
!advance 1d
ana> /apply 1
ana> /connects why operation-11
#= why.operation kind=proposal.submitted
#: Operation 11: proposal-1 on job-1
#: A proposal pays the job's price at once, from what ends soonest.
#: Decided: 24 November 2026, 09:00 UTC
#: By: ana
#: • -6: from 40 to 34 in the wallet of ana
#: • -6 in lot 3 (sign-up gift, until 23 November 2027)
# Somebody else's operations, and those that are none.
ben> /connects why 11
#! operation.unknown operation=11
ana> /connects why 999
#! operation.unknown operation=999
ana> /connects why job-1
#! operation.unknown
cleo> /connects why 8
#= why.operation kind=job.posted
