# Rule 3: a lot past its end is not counted or spent, and expiry comes before the grant of that instant.
!role ada staff
# (A rolling bonus window has no weeks to announce; that keeps the year short.)
ada> /admin policy bonus.window rolling
# In Auckland a day ends at 11:00 UTC in summer.
ada> /admin zone Pacific/Auckland
#= policy.saved
!at 2026-11-30T10:00:00+00:00
ana> /connects balance
#= balance balance=40
#: The next grant brings 10 Connects on 1 December 2026.
#: Next to expire: 40 Connects, with 30 November 2027.
!at 2027-11-30T10:59:59+00:00
ana> /connects balance
#= balance balance=160
!advance 1s
ana> /connects history
#= history balance=130 entries.0.kind=grant entries.0.amount=10 entries.1.kind=lot.expired entries.1.amount=-40
#: • 1 December 2027 · +10 · grant for December 2027 · balance 130 · #47
#: • 1 December 2027 · -40 · expired · balance 120 · #46
