# Console: a community may start with another preset: upwork-2020 has prices from 1 to 6 and 80 Connects on Plus.
#preset upwork-2020
!role ada staff
ana> /connects balance
#= balance balance=40 grant=10
ada> /job post "Five" price:5
#= job.posted price=5
ada> /job post "Zero" price:0
#! job.price
ada> /job post "Seven" price:7
#! job.price price=7
#: A job can't cost 7 Connects here. Choose one of: 1-6.
ada> /admin plan ana plus
#= plan.set plan=plus grant=80
ana> /connects rules
#= rules version=1 preset=upwork-2020
#: • A proposal costs what its job costs: from 1 to 6 Connects.
