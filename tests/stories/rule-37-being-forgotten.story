# Rule 37: everyone can have their data and have it erased: words and names go, the journal's numbers stay, and gifts stay once-only.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
cleo> /job post "Illustrate a book" price:4
ana> /apply 1 "I can draw you a whale"
#= apply.paid balance=36
ada> /admin award ana badge rising_talent
#= award.paid balance=66
ana> /connects erase
#= erase.asks balance=66
ana> /connects erase confirm:yes
#= erase.done texts=1 connects=66
#> cleo proposal.was_withdrawn
cleo> /proposals 1
#= proposals proposals.len=1 proposals.0.state=withdrawn
ada> /connects why 8
#= why.operation
# Who comes back is somebody new, without a second gift; what was earned once is not earned again.
ana> /connects balance
#= balance balance=0
ada> /admin award ana badge rising_talent
#! award.twice
# A client's open jobs end with them.
ben> /apply 1
#= apply.paid balance=36
cleo> /connects erase confirm:yes
#= erase.done
#> ben proposal.returned returned=4 balance=40
#> #jobs job.card
ben> /job show 1
#= job.shown state=cancelled
# What is left expires by its own dates.
!at 2027-11-24T00:00:00+00:00
#> ...
ada> /admin stats
#= stats
