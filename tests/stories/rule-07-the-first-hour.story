# Rule 7: a person's first command, or their joining, opens the wallet and pays the sign-up gift.
#now 2026-11-23T09:00:00+00:00

# Nothing is set up. The first to speak in a new database is staff.
ada> /connects balance
#= balance balance=40 plan=basic grant=10 next_grant=2026-12-01T00:00:00+00:00 expiring=40 window_used=0 window_cap=50
#: You have 40 Connects on the Basic plan.
#: The next grant brings 10 Connects on 1 December 2026.
#: Next to expire: 40 Connects, with 23 November 2027.
#: Interviews earned 0 of 50 this week; the next week begins 30 November 2026, 00:00 UTC.
#> none
ada> /job post title:"Translate a leaflet" price:2
#= job.posted job=1 price=2

# Whoever comes later is a member. Their first command may be anything, even one that pays.
ana> /apply job-1 message:"I translate from Portuguese."
#= apply.paid job=1 proposal=1 paid=2 balance=38
ana> /connects history
#= history balance=38 entries.len=2
#: • 23 November 2026 · -2 · proposal-1 on job-1 · balance 38 · #8
#: • 23 November 2026 · +40 · sign-up gift · balance 40 · #7

# Somebody of whom the platform only said that they joined has the gift waiting.
!join ben
!advance 3d
ben> /connects history
#= history balance=40 entries.len=1 entries.0.amount=40 entries.0.when=2026-11-23T09:00:00+00:00

# A refused first command opens the wallet all the same.
cleo> /apply job-9
#! job.unknown
cleo> /connects balance
#= balance balance=40
