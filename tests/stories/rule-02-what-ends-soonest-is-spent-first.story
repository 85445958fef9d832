# Rule 2: paying takes from the lot that expires soonest, then the oldest, then the lowest number.
!role ada staff
!role cleo client
ana> /connects balance
#= balance balance=40
ada> /admin grant ana 5 reason:"the first of two on one day"
ada> /admin grant ana 5 reason:"the second"
!at 2026-12-01T10:00:00+00:00
ana> /connects why
#= why balance=60 lots.len=4 lots.0.left=40 lots.1.left=5 lots.2.left=5 lots.3.left=10
#: You have 60 Connects. This is what they are made of, in the order in which they are spent:
#: • 40 of 40 Connects: sign-up gift on 23 November 2026, until 23 November 2027 (#9)
#: • 10 of 10 Connects: monthly grant on 1 December 2026, until 1 December 2027 (#15)

cleo> /job post "One" price:6
cleo> /job post "Two" price:6
cleo> /job post "Three" price:6
cleo> /job post "Four" price:6
cleo> /job post "Five" price:6
cleo> /job post "Six" price:6
cleo> /job post "Seven" price:6
ana> /apply 1
ana> /apply 2
ana> /apply 3
ana> /apply 4
ana> /apply 5
ana> /apply 6
#= apply.paid paid=6 balance=24
ana> /connects why
#= why lots.0.left=4 lots.0.lot=3 lots.1.left=5 lots.1.lot=4 lots.2.left=5 lots.2.lot=5
# The seventh takes 4 of the gift and 2 of the older of the two.
ana> /apply 7
#= apply.paid paid=6 balance=18
ana> /connects why
#= why balance=18 lots.len=3 lots.0.lot=4 lots.0.left=3 lots.1.lot=5 lots.1.left=5 lots.2.left=10

# A community may say instead that the oldest goes first, whatever ends soonest.
ada> /admin policy burn_order oldest_first
#= policy.saved version=2
