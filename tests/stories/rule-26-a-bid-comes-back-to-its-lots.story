# Rule 26: what an auction gives back goes to the lots that paid, with their own expiry, at most 500 bids a job.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
ada> /admin policy boost.places 1
ada> /admin policy boost.bidders 2
ana> /connects balance
ada> /admin grant ana 5 "A prize"
cleo> /job post "Illustrate a book" price:1
ana> /apply 1 boost:43
#= apply.paid balance=1
ben> /apply 1 boost:39
#= apply.paid place=2 balance=0
cara> /apply 1 boost:1
#! boost.full most=2
cara> /apply 1
#= apply.paid
ben> /connects why
#= why balance=0 lots.len=0
!advance 7d
#> #news window.reset
#> #news digest.told posted=1 proposals=3 hired=0 spent=3
#> cleo job.waiting job=1 count=3
#> ana auction.won
#> ben auction.returned returned=39 balance=39
#> #jobs job.card
ben> /connects why
#= why balance=39 lots.len=1 lots.0.left=39 lots.0.amount=40
ben> /connects why 24
#= why.operation
# Where boosts are off there are none.
ada> /admin policy boost.places 0
cleo> /job post "A comic"
dan> /apply 2 boost:1
#! boost.closed
#: Boosts are off here, so nothing was paid.
dan> /apply job-2 ?
#form message
dan> /connects rules
#= rules
