# Rule 35: /top names who is most active, by what and for how long the policy says, but for those who do not want it.
!role ada staff
!role cleo client
ana> /top
#= top by=proposals days=30 members.len=0
#: Nobody yet. Ask for more days, or for something else with by:.
cleo> /job post "Sweep the yard" price:1 hires:3 closes:90d
cleo> /job post "Sweep the hall" price:1 closes:90d
cleo> /job post "Sweep the stairs" price:1 closes:90d
ben> /apply 1
ana> /apply 1
ana> /apply 2
cara> /apply 1
cara> /apply 2
cara> /apply 3
dan> /apply 3
ana> /top
#= top members.len=4 members.0.member=cara members.0.count=3 members.1.member=ana members.1.count=2 members.2.member=ben members.3.member=dan
#: Most proposals sent in the last 30 days:
#: • 1. cara · 3 proposals
#: • 2. ana · 2 proposals
#: • 3. ben · one proposal
#: Whoever does not want to stand here types /connects hide yes.
cleo> /proposal interview 1 "Why you?"
ben> /proposal answer 1 "I sweep."
cleo> /proposal hire 2
ana> /top by:interviews
#= top by=interviews members.len=1 members.0.member=ben members.0.count=1
#: • 1. ben · one interview
ana> /top hires
#= top by=hires members.len=1 members.0.member=ana
#: • 1. ana · one hire
ana> /top by:letters
#not discord: it is none of the option's choices
#! value.choice option=by
ana> /top days:0
#not discord: the option takes whole numbers within its limits
#! value.amount option=days

# Who hides is not named, and who left neither; the others move up.
cara> /connects hide yes
#= top.hidden hidden=true
#: /top does not name you from now on. /connects hide no changes that.
#> none
cara> /connects hide yes
#= top.hidden
!leave dan
ana> /top
#= top members.len=2 members.0.member=ana members.0.rank=1 members.1.member=ben
cara> /connects hide perhaps
#not discord: it is neither yes nor no
#! value.choice
cara> /connects hide
#not discord: Discord asks for the option first
#! option.missing option=hidden
cara> /connects hide no
#= top.shown hidden=false
dan> /connects balance
ana> /top
#= top members.len=4 members.0.member=cara members.3.member=dan

# Only the last days count.
!advance 20d
ana> /apply 3
!advance 10d
ana> /top
#= top members.len=1 members.0.member=ana members.0.count=1
ana> /top days:31
#= top days=31 members.len=4 members.0.member=ana members.0.count=3
ada> /admin policy top.by hires
ada> /admin policy top.days 31
ana> /top
#= top by=hires days=31 members.len=1
ana> /connects rules
#: • /top names who was hired most often in the last 31 days, but for those who hide from it.
ada> /admin policy top.days 0
ana> /top
#! top.off
#: Nobody is counted here: staff turned /top off. /jobs shows what is open.
ana> /top days:30
#! top.off
