# Rule 24: the higher bid stands first, then the earlier one; four places are boosted, who boosts sees the table, and who falls out of it is told, once per fall.
!role ada staff
!role cleo client
cleo> /job post "Illustrate a book" price:1
ana> /apply 1 boost:2
ben> /apply 1 boost:2
cara> /apply 1 boost:2
dan> /apply 1 boost:2
#= apply.paid boost=2 place=4
# A fifth bid of the same stands below, and nobody falls.
eva> /apply 1 boost:2
#= apply.paid boost=2 place=5
#> cleo proposal.arrived
#> #jobs job.card
# More than the last place takes it.
finn> /apply 1 boost:3
#= apply.paid boost=3 place=1
#> cleo proposal.arrived
#> dan boost.fell proposal=4 place=5 places=4 boost=2 least=2
#> #jobs job.card
# A raise counts from its own moment: with the same bid the earlier one stays ahead.
dan> /boost 4 3
#= boost.placed place=2 paid=1
#> cara boost.fell proposal=3 place=5
# Whoever bids sees the table; the client does; others see it when it is over.
cara> /job show 1
#= job.shown boosts.len=6 boosts.0.proposal=6 boosts.1.proposal=4 boosts.2.proposal=1 boosts.3.proposal=2 boosts.4.proposal=3
cleo> /job show 1
#= job.shown boosts.len=6
gus> /job show 1
#= job.shown boosts.len=0
# Told again at the next fall, and not between.
ben> /boost 2 2
#! boost.low
cara> /boost 3 4
#= boost.placed place=1
#> ben boost.fell proposal=2 place=5
ben> /boost 2 5
#= boost.placed place=1
#> ana boost.fell proposal=1 place=5
