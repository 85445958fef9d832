# Rule 30: an unpaid order lapses after 24 hours, whether or not anybody looks; nobody has more than five waiting.
!role ada staff
ana> /connects buy 40
#= order.made order=1 due=2026-11-24T09:00:00+00:00
ana> /connects buy 10
ana> /connects buy 10
ana> /connects buy 10
ana> /connects buy 20
#= order.made order=5
ana> /connects buy 10
#! order.many count=5
#: You have 5 orders that wait to be paid, and no more fit. Pay one, or let it lapse; /connects orders shows them.
#> none
ben> /connects buy 10
#= order.made order=6
ada> /admin confirm order-2 "R 2"
#= order.paid order=2 balance=50
ana> /connects buy 60
#= order.made order=7 due=2026-11-24T09:00:00+00:00
ana> /connects buy 60
#! order.many
!at 2026-11-24T08:59:59+00:00
ada> /admin confirm order-1 "R 1"
#= order.paid order=1 balance=90
!advance 1s
ada> /admin confirm order-3 "R 3"
#! order.state order=3 state=lapsed
#: order-3 is lapsed, so it can't be confirmed. If it was paid all the same, give what is owed with /admin grant.
#> none
ana> /connects orders
#= orders orders.len=6 orders.0.state=lapsed orders.5.state=paid
ada> /admin orders state:lapsed
#= orders orders.len=5
ana> /connects buy 10
#= order.made order=8
ana> /connects balance
#= balance balance=90
# Another time to pay, for what is ordered from now on.
ada> /admin policy order.hours 1
ana> /connects buy 80
#= order.made order=9 due=2026-11-24T10:00:00+00:00
!advance 1h
ada> /admin orders state:unpaid
#= orders orders.len=1 orders.0.order=8
# A clock that goes on for days stops where one lapses.
!advance 5d
ana> /connects why 27
#= why.operation kind=order.lapsed
#: An order that is not paid in its time lapses.
#: Decided: 25 November 2026, 09:00 UTC
#: By: the bot
ada> /admin orders state:unpaid
#= orders orders.len=0
ana> /connects history kind:order
#= history entries.len=2
