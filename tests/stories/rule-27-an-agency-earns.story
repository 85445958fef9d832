# Rules 27 and 28: the bonus goes to the wallet that paid, an agency's too, which has a window and a cap of its own.
!role ada staff
!role cleo client
ana> /agency create Red Pens
ben> /connects balance
ana> /agency invite ben
ben> /agency accept
ana> /connects buy 20 agency:yes
ada> /admin confirm order-1 receipt:R-17
#> ...
cleo> /job post "A poster" price:4 hires:2
ben> /apply 1 agency:yes
#> ...
ana> /apply 1
#> ...
cleo> /proposal interview 1 "Who are you?"
#> ben interview.question proposal=1 bonus=10 agency=4
#> ...
ana> /proposal answer 1 "We are two."
#= interview.answered bonus=10 balance=26 window_used=10 window_cap=50 agency=4
#: Your answer to job-1 went to the client. Red Pens has 26 Connects; interviews earned 10 of 50 in this window.
#> ben agency.answered proposal=1 member=ana bonus=10
#: ana answered the client of job-1 for Red Pens (proposal-1). It earned 10 Connects.
#> ...
cleo> /proposal interview 2 "And you?"
#> ...
ana> /proposal answer 2 "I am one of them."
#= interview.answered bonus=10 balance=46 window_used=10 agency=null
#> ...
ana> /connects balance agency:yes
#= balance balance=26 window_used=10 window_cap=50
# Called off, the price goes back to the agency.
cleo> /job cancel 1
#> ben proposal.returned returned=4 balance=30 agency=4
#: job-1 was cancelled. 4 Connects came back; Red Pens has 30 Connects.
#> ...
