# Rule 30: money refunded or charged back takes back what is left of that very lot; the rest is flagged to staff.
!role ada staff
!role cleo client
ana> /connects buy 40
ana> /connects buy 10
ana> /connects buy 20
ada> /admin confirm order-1 A1A
#= order.paid balance=80
ada> /admin confirm order-2 A2A
ada> /admin take ana 40 reason:"the gift"
#= admin.taken balance=50
# The lots end together, so the one that came first pays first.
cleo> /job post "Six drawings" price:6
ana> /apply 1
#= apply.paid paid=6 balance=44
ada> /admin refund order-2 reason:"changed her mind"
#= order.refunded order=2 taken=10 missing=0 balance=34
#: order-2 of ana is refunded (US$1.50). Taken back: 10 Connects; the balance is 34 Connects.
#> #log log.taken_back by=ada order=2 member=ana taken=10 missing=0 state=refunded
#> ana order.was_taken_back order=2 taken=10 balance=34
#: The money of order-2 went back (refunded), and 10 Connects with it. You have 34 Connects. Reason: changed her mind
ada> /admin chargeback order-1
#= order.charged_back order=1 taken=34 missing=6 balance=0
#: order-1 of ana is charged back (US$6.00). Taken back: 34 Connects; the balance is 0 Connects. Spent or gone already: 6 Connects.
#> #log log.taken_back order=1 taken=34 missing=6 state=charged_back
#: ada noted that order-1 of ana (US$6.00) is charged back. Taken back: 34 Connects. Missing, since it was spent or gone: 6 Connects. Reason: none given
#> ana order.was_taken_back order=1 taken=34 balance=0
# Once, and only of what is paid.
ada> /admin chargeback order-1
#! order.state order=1 state=charged_back
#: order-1 is charged back, so it can't be charged back: that takes one that is paid, and happens once. See /admin orders.
ada> /admin refund order-2
#! order.state state=refunded
ada> /admin refund order-3
#! order.state state=unpaid
ada> /admin confirm order-1 B1B
#! order.state
ana> /admin refund order-1
#! rank.needed
ada> /admin refund order-7
#! order.unknown order=7
# Its receipt stays used.
ada> /admin confirm order-3 a1a
#! receipt.used order=1
ada> /admin confirm order-3 A3A
#= order.paid order=3 balance=20
# What has ended can't be taken back.
!advance 400d
ada> /admin refund 3 "late"
#= order.refunded taken=0 missing=20
ana> /connects why
#= why
ada> /admin orders
#: • order-1 · ana · 40 Connects for US$6.00 · charged back · 23 November 2026 · not taken back: 6 Connects
ana> /connects history kind:order.charged_back
#= history entries.len=1 entries.0.amount=-34
