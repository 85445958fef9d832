# Rules 30 and 34: staff don't confirm their own orders while others are about, and what they confirm counts to their day.
!role ada staff
ada> /connects buy 40
#= order.made order=1
# The only one of the staff may, and it is marked in the log.
ada> /admin confirm order-1 OWN-1
#= order.paid order=1 balance=80
#> #log log.paid_self by=ada order=1 amount=40
#: ada confirmed order-1 for themselves, as the only one of the staff: 40 Connects for US$6.00. Receipt: OWN-1
ada> /connects buy 40
!role bob staff
bob> /admin orders
#= orders orders.len=2
# Looking at a list is no act; confirming is one.
ana> /connects buy 80
bob> /admin confirm order-3 ANA-1
#= order.paid order=3 balance=120
ada> /admin confirm order-2 OWN-2
#! admin.self
#> none
bob> /admin confirm order-2 OWN-2
#= order.paid order=2 balance=120
#> #log log.paid by=bob member=ada
#> ada order.was_paid order=2
# One limit a day for what they grant and what they confirm.
ada> /admin policy staff.daily_limit 150
ana> /connects buy 40
bob> /admin confirm order-4 ANA-2
#! admin.limit amount=40 limit=150 left=30 again=2026-11-24T00:00:00+00:00
bob> /admin grant ana 30
#= admin.granted
bob> /admin grant ana 1
#! admin.limit
ada> /admin confirm order-4 ANA-2
#= order.paid order=4
