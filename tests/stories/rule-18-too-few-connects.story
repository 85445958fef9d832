# Rule 18: too few Connects: what it costs, what there is, what is missing, and when the next grant comes.
!role ada staff
!role cleo client
ana> /connects balance
ada> /admin take ana 37
cleo> /job post "A hundred drawings" price:6
ana> /apply 1
#! wallet.short price=6 balance=3 missing=3 next_grant=2026-12-01T00:00:00+00:00 grant=10
#: This costs 6 Connects and you have 3 Connects: you are 3 Connects short. The next grant brings 10 Connects on 1 December 2026. More can be bought: /connects buy.
#> none
ana> /apply 1 ?
#! wallet.short missing=3
ana> /proposals
#= proposals proposals.len=0
#: None yet. /jobs shows what is open.
ana> /connects history
#= history entries.len=2
!at 2026-12-01T00:00:00+00:00
ana> /apply 1
#= apply.paid paid=6 balance=7

ada> /admin take ana 2
ana> /proposal withdraw 1
ana> /apply 1
#! wallet.short price=6 balance=5 missing=1
#: This costs 6 Connects and you have 5 Connects: you are 1 Connect short. The next grant brings 10 Connects on 1 January 2027. More can be bought: /connects buy.

# Where no grant is to come, none is promised.
ada> /admin policy grant.basic 0
ada> /admin take ana 100 all:yes
#= admin.taken amount=5 balance=0
ana> /apply 1
#! wallet.short price=6 balance=0 missing=6 next_grant=null
#: This costs 6 Connects and you have 0 Connects: you are 6 Connects short. No monthly grant is coming; interviews won bring Connects. More can be bought: /connects buy.
