# Rule 1: where a place allows it, members send each other Connects within a daily limit, and none lives longer for it.
!role ada staff
!join ben
ana> /connects send ben 5
#! transfer.off
#: Members can't send each other Connects here. /connects rules tells what holds.
#> none
ana> /connects rules
#: • Members can't send each other Connects.
ada> /admin policy transfers on
ada> /admin policy transfers.daily_limit 30
ana> /connects rules
#: • Members may send each other Connects, and be sent, up to 30 Connects a day; they end when they would have ended.
!at 2026-12-01T00:00:00+00:00
# What ends first is sent first, and each keeps its end.
ana> /connects send ben 25 "for your help"
#= transfer.sent member=ben amount=25 balance=25 left=5
#: ben got 25 Connects. You have 25 Connects left, and may send 5 Connects more today.
#> ben transfer.received by=ana amount=25 balance=75 reason="for your help"
#: ana sent you 25 Connects; you have 75 Connects. Reason: for your help
ben> /connects why
#= why lots.len=3 lots.0.source=gift lots.1.source=transfer lots.1.left=25 lots.1.expires=2027-11-23T23:59:59.999999+00:00
ana> /connects send ben 6
#! transfer.limit amount=6 limit=30 left=5 again=2026-12-02T00:00:00+00:00
#: 6 Connects would pass the 30 Connects that you may send in a day; left until 2 December 2026, 00:00 UTC: 5 Connects.
#> none
ana> /connects send ben 5
#= transfer.sent balance=20 left=0
# Nor may anybody be sent more than that in a day.
ada> /connects send ben 1
#! transfer.limit member=ben left=0
#: 1 Connect would pass the 30 Connects that ben may be sent in a day; left until 2 December 2026, 00:00 UTC: 0 Connects.
ben> /connects send ana 30
#= transfer.sent balance=50 left=0
ana> /connects balance
#= balance balance=50
!at 2026-12-02T00:00:00+00:00
ana> /connects send ben 21
#= transfer.sent left=9
ana> /connects history kind:transfer
#= history entries.len=4 entries.0.amount=-21 entries.1.amount=30
#: • 2 December 2026 · -21 · sent by ana to ben · balance 29 · #19

# What can't be.
ana> /connects send ana 5
#! transfer.self
ana> /connects send zoe 5
#! member.unknown
#not discord: whoever can be chosen is known
#not slack: whoever can be mentioned is there
ana> /connects send ben 0
#! value.amount
#not discord: the option takes whole numbers within its limits
ana> /connects send ben 500
#! wallet.short price=500 balance=29
#: This costs 500 Connects and you have 29 Connects: you are 471 Connects short. The next grant brings 10 Connects on 1 January 2027. More can be bought: /connects buy.
!leave ben
ana> /connects send ben 5
#! transfer.left member=ben
# They end when they would have ended.
!at 2027-11-24T00:00:00+00:00
ana> /connects why
#= why lots.0.source=grant
