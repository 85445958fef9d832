# Rules 8 and 9: staff set a plan; the next grant follows it.
!role ada staff
ana> /connects balance
ada> /admin plan ana plus reason:"she pays for it"
#= plan.set member=ana plan=plus paid=0 balance=40
#: ana is on Plus from the next grant on: 70 Connects on 1 December 2026.
#> #log log.plan by=ada member=ana plan=plus reason="she pays for it"
ana> /connects balance
#= balance balance=40 plan=plus grant=70
#: You have 40 Connects on the Plus plan.
#: The next grant brings 70 Connects on 1 December 2026.
!at 2026-12-01T00:00:00+00:00
#> ...
#> #news grant.announced period=2026-12 members=2 connects=80
ana> /connects balance
#= balance balance=110
# Down again: from the next grant on.
ada> /admin plan ana basic
#= plan.set plan=basic balance=110
!at 2027-01-01T00:00:00+00:00
ana> /connects balance
#= balance balance=120 plan=basic
ada> /admin plan ana gold
#not discord: it is none of the option's choices
#! value.choice option=plan typed=gold choices="basic, plus"
ada> /admin plan nobody plus
#not discord: whoever can be chosen is known
#not slack: whoever can be mentioned is there
#! member.unknown member=nobody
ada> /admin plan ana
#not discord: Discord asks for the option first
#! option.missing option=plan
ana> /admin plan ana plus
#! rank.needed
