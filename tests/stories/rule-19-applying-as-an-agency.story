# Rule 19: applying as an agency pays from the agency's wallet; its people may have a monthly spending limit.
!role ada staff
!role cleo client
ana> /connects balance
ben> /connects balance
ana> /agency create Red Pens
ana> /agency invite ben
ben> /agency accept
cleo> /job post "A poster" price:4
cleo> /job post "A flyer" price:4
cleo> /job post "A card" price:6
cleo> /job post "A stamp" price:2
ben> /apply 1 agency:"red pens"
#! wallet.short price=4 balance=0 missing=4
#: This costs 4 Connects and agency-5 has 0 Connects: it is 4 Connects short. No monthly grant is coming; interviews won bring it Connects. Its owner and admins can buy more: /connects buy.
ana> /connects buy 150 agency:yes
ada> /admin confirm order-1 receipt:R-17
#> ...
ben> /apply 1 agency:nobody
#! agency.unknown
cleo> /apply 1 agency:yes
#! agency.unknown
ben> /apply 1 message:"We draw." agency:agency-5
#= apply.paid job=1 proposal=1 paid=4 balance=146 agency=5 name="Red Pens"
#: You applied to job-1 with proposal-1. Paid: 4 Connects; Red Pens has 146 Connects left.
#> cleo proposal.arrived proposal=1 member=ben agency=5
#: proposal-1 on your job job-1 from ben of Red Pens (1 so far).
#: > We draw.
#> ...
ben> /connects balance
#= balance balance=40 agency=null

# A limit counts price and boost, of whoever sends it, by the month.
ana> /agency limit ben 10
#> ...
ben> /apply 2 boost:3 agency:yes
#! agency.limit price=7 limit=10 left=6
#: That takes 7 Connects of Red Pens, and your limit there is 10 Connects a month; left until 30 November 2026: 6 Connects. Its owner or an admin can raise it with /agency limit.
ben> /apply 2 boost:2 agency:yes
#= apply.paid proposal=2 paid=4 boost=2 balance=140
#> ...
ben> /apply 4 agency:yes
#! agency.limit left=0
ben> /boost 2 3
#! agency.limit price=1 left=0
ana> /boost 2 3
#= boost.placed proposal=2 boost=3 paid=1 balance=139 agency=5
#: proposal-2 bids 3 Connects now and stands at place 1 of 4; this took 1 Connect. Red Pens has 139 Connects.
ben> /apply 3
#= apply.paid paid=6 balance=34
#> ...
ana> /agency show
#= agency.shown balance=139 members.0.spent=1 members.1.spent=10 members.1.limit=10
!at 2026-12-01T00:00:00+00:00
#> ...
ben> /agency show
#= agency.shown members.1.spent=0
ben> /apply 4 agency:yes
#= apply.paid proposal=4 paid=2
#> ...
ana> /agency limit ben 0
#> ...
cleo> /job post "A sign" price:1
#> ...
ben> /apply 5 agency:yes
#! agency.limit limit=0 left=0

# The form of an application shows the agency's balance.
ana> /apply job-5 agency:yes ?
#not discord: the form is opened by a button
#= apply.form_for price=1 agency=5 after=136
#: job-5: A sign. It costs 1 Connect of the 137 Connects of Red Pens; left after that: 136 Connects.
#form message,boost
!fill ana message="We paint."
#not discord: no form is open
#= apply.paid proposal=5 balance=136 agency=5
#> ...
ben> /proposals agency:yes
#= proposals agency=5 count=4
#: The proposals of Red Pens:
#: • proposal-5 · job-5 A sign · submitted · paid 1 Connect by Red Pens, sent by ana · 1 December 2026
ben> /proposals
#= proposals agency=null count=4
cleo> /proposals 1
#: • proposal-1 · ben of Red Pens · submitted · 23 November 2026
