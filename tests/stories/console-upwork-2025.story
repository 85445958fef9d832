# Console: upwork-2025 has no gift, no bonus, and prices from 0; /admin preset changes over, keeping the time zone.
#preset upwork-2025
!role ada staff
!role cleo client
ana> /connects balance
#= balance balance=0 grant=10 window_cap=0
#: You have 0 Connects on the Basic plan.
#: The next grant brings 10 Connects on 1 December 2026.
ana> /connects history
#= history balance=0 entries.len=0
#: Nothing has moved here yet.
cleo> /job post "No price said"
#= job.posted price=8
cleo> /job post "Free" price:0
#= job.posted job=2 price=0
cleo> /job post "Dear" price:16
ana> /apply 2
#= apply.paid paid=0 balance=0
ana> /apply 3
#! wallet.short price=16 balance=0 missing=16
ana> /connects rules
#= rules preset=upwork-2025
!at 2026-12-01T00:00:00+00:00
ana> /apply 1
#= apply.paid paid=8 balance=2
ada> /admin zone Asia/Tokyo
ada> /admin preset classic
#= policy.saved version=3
#> #log log.policy version=3
ada> /admin policy time_zone
#= policy.one value=Asia/Tokyo
# The gift is for those who come from now on.
ana> /connects balance
#= balance balance=2
zoe> /connects balance
#= balance balance=40
ada> /admin preset classical
#not discord: it is none of the option's choices
#! value.choice option=value
ana> /admin preset classic
#! rank.needed
