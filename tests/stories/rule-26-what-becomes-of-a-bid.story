# Rule 26: a held bid is spent when the client does something with a proposal in a place, or at the close; all others come back in the operation that closes the auction.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
cleo> /job post "Illustrate a book" price:1
ana> /apply 1 boost:6
ben> /apply 1 boost:5
cara> /apply 1 boost:4
dan> /apply 1 boost:3
eva> /apply 1 boost:2
finn> /apply 1 boost:1
# Spent by a shortlist, in a place; the bid keeps its rank and takes no raise.
cleo> /proposal shortlist 1
ana> /boost 1 9
#! boost.closed why=spent
# Not spent below the places: it holds none.
cleo> /proposal decline 5
eva> /boost 5 9
#! boost.closed why=declined
# A withdrawn bid is spent and leaves the table at once; the fifth moves up.
ben> /proposal withdraw 2
cara> /job show 1
#= job.shown boosts.len=5 boosts.0.proposal=1 boosts.3.proposal=5 boosts.4.proposal=6
# The close: who holds a place has spent the bid, declined or not; the sixth gets it back.
cleo> /job close 1
#> ana auction.won place=1 boost=6
#> ana proposal.closed
#> cara auction.won place=2 boost=4
#> cara proposal.closed
#> dan auction.won place=3 boost=3
#> dan proposal.closed
#> eva auction.won place=4 boost=2
#> finn auction.returned proposal=6 returned=1 balance=39
#> finn proposal.closed
#> #jobs job.card
eva> /connects balance
#= balance balance=37
ben> /connects balance
#= balance balance=34
finn> /connects history
#= history entries.0.amount=1 entries.0.balance=39

# Called off before a hire, everything comes back, the spent ones too; not to whoever withdrew.
cleo> /job post "A comic" price:1
ana> /apply 2 boost:6
ben> /apply 2 boost:5
cara> /apply 2 boost:4
ana> /connects balance
#= balance balance=26
cleo> /proposal interview 7 "When?"
cara> /proposal withdraw 9
cleo> /job cancel 2
#= job.cancelled returned=8
#> ana proposal.returned returned=7 balance=33
#> ben auction.returned returned=5
#> ben proposal.returned returned=1 balance=34
#> #jobs job.card
cara> /connects balance
#= balance balance=30

# A closed job that staff remove afterwards returns the spent bids, too.
ada> /job remove 1 "A fraud"
#= job.removed returned=20
#> #jobs job.card
#> #log log.removed
#> ana proposal.returned returned=7 balance=40
#> cara proposal.returned returned=5 balance=35
#> dan proposal.returned returned=4
#> eva proposal.returned returned=3
#> finn proposal.returned returned=1
#> cleo job.ended
