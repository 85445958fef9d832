# Rule 33: staff see and change the policy, value by value; each change is a version, shown as a difference and in the log.
!role ada staff
!role cleo client
ada> /admin policy
#= policy.shown version=1
#: The policy, version 1:
#: • price.allowed = 1,2,4,6
#: • grant.basic = 10
#: • burn_order = soonest_expiry
#: • time_zone = UTC
ada> /admin policy grant.basic
#= policy.one name=grant.basic value="10"
#: grant.basic is 10. Monthly grant on Basic.
cleo> /job post "An old price" price:6
ada> /admin policy price.allowed 1,4,8
#= policy.saved version=2 changes.len=1 changes.0.name=price.allowed changes.0.before="1,2,4,6" changes.0.after="1,4,8"
#: Saved as version 2; it holds for what is decided from now on.
#: • price.allowed: 1,2,4,6 → 1,4,8
#> #log log.policy by=ada version=2
#: ada changed the policy (price.allowed=1,4,8); it is version 2 now.

# A job whose price is not allowed any more keeps it until edited.
cleo> /job edit 1 title:"Still the old price"
#= job.edited price=6
ana> /apply 1
#= apply.paid paid=6
cleo> /job post "A new price" price:8
#= job.posted price=8
cleo> /job post "No price" price:6
#! job.price
cleo> /job edit 1 price:2
#! job.price
ada> /admin policy price.allowed any
#= policy.saved version=3
cleo> /job post "Any price" price:0
#= job.posted price=0
cleo> /job post "Any price up to" price:101
#! job.price
# Saying what holds already makes no new version.
ada> /admin policy grant.basic 10
#= policy.saved version=3 changes.len=0
#: It said that already.
#> none

ada> /admin policy grant.basic -1
#! policy.value name=grant.basic
ada> /admin policy grant.basic ten
#! policy.value name=grant.basic
#: grant.basic can't be that: it takes whole numbers from 0 to 100,000. /admin policy shows all values.
ada> /admin policy grant.basc 12
#! policy.value
ada> /admin policy bonus.window monthly
#! policy.value name=bonus.window
ada> /admin policy bonus.cap 5
#! policy.value name=bonus.cap
ada> /admin policy price.default 1000
#! policy.value
ada> /admin policy price.minimum 500
#! policy.value
ada> /admin policy price.allowed 1,two,4
#! policy.value
ada> /admin policy price.allowed ""
#not discord: an option is not empty
#= policy.one value=any
ada> /admin policy time_zone Europe/Madrid
#= policy.saved version=4
ana> /admin policy grant.basic 1000
#! rank.needed
ana> /admin policy
#! rank.needed
ada> /admin zone
#not discord: Discord asks for the option first
#! option.missing option=value
# What was decided before was decided by the policy of its time.
ada> /connects why 13
#= why.operation kind=proposal.submitted
#: Policy version: 2
ada> /admin resume
#= chores.running
ana> /admin resume
#! rank.needed
