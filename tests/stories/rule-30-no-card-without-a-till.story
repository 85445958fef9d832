# Rule 30: paying by card needs the host's till; where there is none, staff are led back to selling by hand.
!role ada staff
ana> /connects buy 10
#= order.made order=1
ada> /admin policy order.payment stripe
#! order.no_till
#: Payment by card is not set up by whoever hosts this bot, or not for this community. Staff can sell by hand: /admin policy order.payment manual.
ada> /admin policy order.payment manual
#= policy.saved changes.len=0
ana> /connects orders
#= orders orders.len=1 orders.0.state=unpaid orders.0.pay=null
ana> /connects rules
#: • An order is paid to the staff, who confirm it with a receipt; unpaid it lapses after 24 hours.
