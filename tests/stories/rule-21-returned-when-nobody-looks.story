# Rule 21: a community can have the price back when a job expires, in full or in part, and when its client leaves a proposal alone for too long.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
ada> /admin policy returns.on_expiry full
cleo> /job post "Illustrate a book" price:4
ana> /apply 1
ben> /apply 1
cleo> /proposal decline 2
cleo> /job close 1
#= job.closed_now state=expired
#> ana proposal.returned returned=4 balance=40
#> #jobs job.card
ana> /proposals
#= proposals proposals.0.state=returned
ben> /proposals
#= proposals proposals.0.state=declined
ada> /admin policy returns.on_expiry percent
ada> /admin policy returns.percent 30
cleo> /job post "A comic" price:6
ana> /apply 2
cleo> /job close 2
#> ana proposal.returned returned=1 balance=35
#> #jobs job.card
ana> /apply 2
#! job.closed
# Opened again they may apply again.
cleo> /job reopen 2
ana> /apply 2
#= apply.paid paid=6 balance=29
cleo> /job cancel 2
#= job.cancelled returned=6

# Left alone for ten days.
ada> /admin policy returns.on_expiry none
ada> /admin policy returns.unseen_after_days 10
cleo> /job post "A poster" price:6
ana> /apply 3 boost:2
#= apply.paid balance=27
ben> /apply 3
cleo> /proposal shortlist 6
ada> /connects rules
#= rules
!advance 9d
#> ...
#> ana auction.won boost=2
ana> /connects balance
#= balance balance=37
!advance 1d
#> ana proposal.unseen proposal=5 days=10 returned=6 balance=43
ana> /proposals
#= proposals proposals.0.state=returned
ben> /proposals
#= proposals proposals.0.state=shortlisted
cleo> /job cancel 3
#= job.cancelled returned=6
