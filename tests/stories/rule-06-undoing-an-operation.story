# Rules 6 and 33: nothing is edited; a correction is a new operation that undoes an old one, once, and can't be undone itself.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
ana> /connects balance
ada> /admin grant ana 15 reason:"for ben, by mistake"
#= admin.granted balance=55
ana> /connects history
#= history entries.0.operation=10
ana> /admin undo 10
#! rank.needed
ada> /admin undo 10 reason:"it was for ben"
#= undo.done operation=10 amount=15 balance=40
#> #log log.undone operation=10 amount=15
#> ana wallet.undone operation=10 balance=40
ada> /admin undo 10
#! undo.twice
ada> /admin undo 11
#! undo.not
ada> /admin undo 999
#! operation.unknown
ada> /admin undo 1
#! undo.not
# Part of it is spent: refused, unless as much as is left will do.
ada> /admin grant ana 5
cleo> /job post "Illustrate a book" price:4
ada> /admin policy burn_order oldest_first
ana> /apply 1
ada> /admin undo 9 reason:"a second account"
#! undo.spent amount=40 left=36
ada> /admin undo 9 reason:"a second account" all:yes
#= undo.done amount=36 balance=5
# An application that is undone is returned, with its boost.
ben> /apply 1 boost:3
#= apply.paid balance=33
ben> /connects history
#= history entries.0.amount=-3 entries.1.amount=-4 entries.1.operation=19
ada> /admin undo 19 reason:"the job was misread"
#= undo.done amount=7 balance=40
#> #jobs job.card
#> #log log.undone
#> ben wallet.undone balance=40
ben> /proposals
#= proposals proposals.0.state=returned
cleo> /job cancel 1
#= job.cancelled returned=4
#> ana proposal.returned returned=4
#> #jobs job.card
# What staff took by mistake goes back to where it came from.
ada> /admin take ben 10 reason:"wrong member"
#= admin.taken balance=30
ada> /connects why 24
#= why.operation kind=staff.taken
ada> /admin undo 24
#= undo.done balance=40
ben> /connects why
#= why lots.len=1 lots.0.left=40
