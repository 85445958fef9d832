# Rules 8 and 9: staff set a plan; an upgrade pays the rest of the month at once, a lower plan counts from the next grant.
#now 2026-11-23T09:00:00+00:00
!role ada staff
ana> /connects balance
ada> /admin plan ana plus reason:"she pays for it"
#= plan.set member=ana plan=plus paid=16 balance=56
#: ana is on Plus now and got 16 Connects for the rest of the month. The next grant: 70 Connects on 1 December 2026.
#> #log log.plan by=ada member=ana plan=plus reason="she pays for it"
ana> /connects balance
#= balance balance=56 plan=plus grant=70
#: You have 56 Connects on the Plus plan.
#: The next grant brings 70 Connects on 1 December 2026.
!at 2026-12-01T00:00:00+00:00
#> ...
#> #news grant.announced period=2026-12 members=2 connects=80
ana> /connects balance
#= balance balance=126
# Down again: from the next grant on. And up once more: a month pays a plan's total once.
ada> /admin plan ana basic
#= plan.set plan=basic paid=0 balance=126
ada> /admin plan ana plus
#= plan.set plan=plus paid=0 balance=126
ada> /admin plan ana basic
# On the first day all of the difference is paid: 60 of 31 days left of 31.
ada> /admin plan ada plus
#= plan.set paid=60 balance=110
!at 2026-12-31T23:00:00+00:00
#> ...
ben> /connects balance
ada> /admin plan ben plus
#= plan.set paid=1 balance=41
!at 2027-01-01T00:00:00+00:00
ana> /connects balance
#= balance balance=136 plan=basic
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

# A role can give a plan; of several the highest counts.
ada> /admin roleplan @Pros plus
#= roleplan.set role=@Pros plan=plus
#> #log log.roleplan
ana> /admin roleplan @Pros plus
#! rank.needed
