# Rule 30: an order names its price; staff confirm it with a receipt, which is good once.
!role ada staff
!role bob staff
# Without an amount, what there is, a button for each.
ana> /connects buy
#= order.menu price=15 bundles.len=5
#: A Connect costs US$0.15. How many would you like?
#buttons 5
#> none
!press ana 3
#= order.made order=1 amount=40 cents=600 currency=USD due=2026-11-24T09:00:00+00:00
#: order-1: 40 Connects for US$6.00.
#: Pay the staff until 24 November 2026, 09:00 UTC and name order-1 as you pay. They confirm it with a receipt, and the Connects are yours. What is not paid by then lapses.
#> #log order.waiting order=1 member=ana amount=40 cents=600
#: ana ordered 40 Connects for US$6.00 (order-1). Once it is paid, confirm it with its receipt, until 24 November 2026, 09:00 UTC.
ana> /connects balance
#= balance balance=40
ana> /connects buy 40
#= order.made order=2 amount=40 cents=600
ana> /connects buy amount:10
#= order.made order=3 amount=10 cents=150
ana> /connects orders
#= orders orders.len=3 orders.0.order=3 orders.0.state=unpaid orders.2.order=1
#: • order-1 · ana · 40 Connects for US$6.00 · unpaid · 23 November 2026
ben> /connects orders
#= orders orders.len=0
#: /connects buy shows what can be bought.

# What is not sold is not ordered.
ana> /connects buy 50
#! order.bundle amount=50
#: 50 Connects can't be bought at once. Choose one of 10, 20, 40, 60 and 80, such as /connects buy 10.
#> none
ana> /connects buy 0
#! value.amount
#not discord: the option takes whole numbers within its limits
# Only staff confirm, and only with a receipt.
ana> /admin confirm order-1 "paid it"
#! rank.needed
ada> /admin confirm order-9 R-1
#! order.unknown order=9
ada> /admin confirm order-1
#= form.open
#form receipt
!fill ada receipt="Bank 2026/17"
#= order.paid order=1 amount=40 balance=80 member=ana
#: order-1 of ana is paid: 40 Connects for US$6.00. The balance is 80 Connects.
#> #log log.paid by=ada order=1 member=ana amount=40 receipt="Bank 2026/17"
#> ana order.was_paid order=1 amount=40 balance=80
ana> /connects why
#= why balance=80 lots.len=2 lots.1.source=bought lots.1.left=40
ada> /admin confirm order-1 "another"
#! order.state order=1 state=paid
#: order-1 is paid, so it can't be confirmed. /admin orders shows what waits to be paid.
# The same receipt once more, with other case and spaces.
ada> /admin confirm order-2 " bank  2026 / 17"
#! receipt.used order=1
#: That receipt confirmed order-1 already, and a receipt is good once. Look at /admin orders, then write the receipt of this payment.
bob> /admin confirm order-2 "Bank 2026/18"
#= order.paid order=2 amount=40 balance=120
ada> /admin orders
#= orders orders.len=3
ada> /admin orders unpaid
#= orders orders.len=1 orders.0.order=3
ana> /admin orders
#! rank.needed

# Why it is there.
ana> /connects history kind:order
#= history entries.len=2 entries.0.kind=order.paid entries.0.amount=40
#: • 23 November 2026 · +40 · order-2 paid (US$6.00) · balance 120 · #16
ana> /connects why 16
#= why.operation kind=order.paid
#: Staff confirmed with a receipt that the order was paid, and what it bought came as one lot.
ana> /connects rules
#: • A Connect costs US$0.15. They are sold in packs of 10, 20, 40, 60 and 80.
#: • Agencies can buy 150 and 300 at once as well; only their owner and admins buy for them.
#: • An order is paid to the staff, who confirm it with a receipt; unpaid it lapses after 24 hours.

# Another price, another money, any number; what was ordered before keeps its price.
ada> /admin policy order.cents 20
ada> /admin policy order.currency EUR
ada> /admin policy order.bundles any
ana> /connects buy
#= order.menu price=20
#: Say how many, up to 10,000, such as /connects buy 40.
#buttons 0
ana> /connects buy 33
#= order.made order=4 amount=33 cents=660 currency=EUR
#: order-4: 33 Connects for €6.60.
ana> /connects buy 10001
#! order.bundle amount=10001
#: 10,001 Connects can't be bought at once. Any number up to 10,000 can, such as /connects buy 10000.
bob> /admin confirm 3 "Bank 2026/19"
#= order.paid order=3 amount=10 cents=150 currency=USD balance=130
ada> /admin policy order.payment off
ana> /connects buy 10
#! order.off
#: Connects can't be bought here. /connects rules tells how they are earned.
ana> /connects buy
#! order.off
ana> /connects rules
#: • Connects can't be bought.
# What was ordered before that may still be paid.
ada> /admin confirm order-4 "Bank 2026/20"
#= order.paid order=4 amount=33 balance=163
