# Rule 8: staff map a role to a plan; of what roles give and what staff set the highest counts, and a month pays a plan's total once.
#now 2026-11-23T09:00:00+00:00
!role ada staff
ana> /connects balance
#= balance balance=40 plan=basic
ada> /admin roleplan @Pros plus
#= roleplan.set role=@Pros plan=plus
#> #log log.roleplan by=ada role=@Pros plan=plus
ana> /admin roleplan @Pros plus
#! rank.needed
# Who has the role is on its plan as soon as they say something, and gets the days that are left: 60 of 30 days, 8 of them.
!roles ana @Pros,@Singers
ana> /connects balance
#= balance balance=56 plan=plus grant=70
!at 2026-12-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=126
# Without the role the lower plan counts, from the next month on; and back again pays nothing twice.
!roles ana @Singers
ana> /connects balance
#= balance balance=126 plan=basic grant=10
!roles ana @Pros
ana> /connects balance
#= balance balance=126 plan=plus grant=70
# What staff set counts if it is the higher one.
ada> /admin plan ana basic
#= plan.set plan=plus paid=0 balance=126
ada> /admin plan ana plus
#= plan.set plan=plus paid=0 balance=126
!roles ana
ana> /connects balance
#= balance plan=plus
ada> /admin plan ana basic
#= plan.set plan=basic paid=0 balance=126
# A role that gives Basic gives nothing.
ada> /admin roleplan @Pros basic
#= roleplan.set plan=basic
!roles ana @Pros
ana> /connects balance
#= balance balance=126 plan=basic
!at 2027-01-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=136
