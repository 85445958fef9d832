# Rule 23: a boost is a bid on top of the price, taken at once as a line of its own; it is raised by paying the difference, and never lowered.
!role ada staff
!role cleo client
cleo> /job post "Illustrate a book" price:4
ana> /apply 1 boost:4
#= apply.paid paid=4 boost=4 place=1 places=4 balance=32
#: You applied to job-1 with proposal-1. Paid: 4 Connects, and 4 Connects as a boost (place 1 of 4); you have 32 Connects left.
ana> /connects history
#= history entries.len=3 entries.0.amount=-4 entries.0.balance=32 entries.1.amount=-4 entries.1.balance=36
# A raise pays the difference only.
ana> /boost 1 6
#= boost.placed proposal=1 boost=6 paid=2 place=1 balance=30
#: proposal-1 bids 6 Connects now and stands at place 1 of 4; this took 2 Connects. You have 30 Connects.
ana> /boost 1 6
#! boost.low boost=6 minimum=7
ana> /boost 1 5
#! boost.low boost=6
ana> /boost 1 0
#not discord: the option takes whole numbers within its limits
#! value.amount
ana> /boost 1 -2
#not discord: the option takes whole numbers within its limits
#! value.amount
ana> /boost 1 41
#! wallet.short price=35 balance=30 missing=5
# A boost can come later, and in a form.
ben> /apply 1
ben> /boost 2 5
#= boost.placed proposal=2 boost=5 place=2 balance=31
!press ben 1
#= boost.form_for boost=5 place=2 balance=31
#form amount
!fill ben amount=7
#= boost.placed proposal=2 boost=7 place=1 balance=29
# Nobody bids for somebody else.
cara> /boost 2 9
#! proposal.unknown
cara> /boost 99 1
#! proposal.unknown
# Too few for price and boost together: nothing is paid.
cara> /apply 1 boost:37
#! wallet.short price=41 balance=40 missing=1
# The form of an application asks for it, too, and says what a place costs.
!press cara 1
#= apply.form_for price=4 after=36
#form message,boost
#: The 4 highest bids stand on top of the client's list until 30 November 2026, 09:00 UTC, or the first hire. 1 Connect would take a place now. What holds no place at the end comes back.
!fill cara message="Please" boost=1
#= apply.paid paid=4 boost=1 place=3 balance=35
# A community can set a highest bid.
ada> /admin policy boost.maximum 8
ana> /boost 1 9
#! boost.high maximum=8
ada> /connects rules
#= rules
