# Rules 13 and 34: staff award certified skills and badges, once each.
!role ada staff
ana> /connects balance
ben> /connects balance
ada> /admin award ana certification Python
#= award.paid member=ana what=certification name=python paid=10 balance=50
#: ana has a certification in python now. Paid: 10 Connects; the balance is 50 Connects.
#> #log log.awarded by=ada member=ana name=python paid=10
#: ada awarded ana a certification in python (10 Connects).
#> ana award.received by=ada paid=10 balance=50
#: ada awarded you a certification in python. It brings 10 Connects; you have 50 Connects.
ada> /admin award ana certification PYTHON
#! award.twice member=ana name=python
#: ana has a certification in python already, and each is awarded once. /admin wallet shows what they have.
#> none
ada> /admin award ana certification "machine learning"
#= award.paid name=machine-learning paid=10 balance=60
ada> /admin award ana certification "python, sql"
#! award.skill
#: python, sql can't be the name of a skill: it takes one short word or a few, without commas, such as name:python.
ada> /admin award ana badge "Top Rated"
#= award.paid what=badge name=top_rated paid=30 balance=90
#: ana has the badge Top Rated now. Paid: 30 Connects; the balance is 90 Connects.
ada> /admin award ana badge top_rated
#! award.twice
ada> /admin award ana badge best
#! award.badge
#: There is no badge best. The badges are rising_talent, top_rated and top_rated_plus.
ada> /admin award ana medal gold
#not discord: it is none of the option's choices
#! value.choice option=what
ada> /admin award ana badge
#not discord: Discord asks for the option first
#! option.missing option=name
ana> /connects awards
#= awards awards.len=3 awards.0.name=python awards.1.name=machine-learning awards.2.name=top_rated awards.2.paid=30
#: What you have earned, each once:
#: • 23 November 2026 · the badge Top Rated · 30 Connects · #11
ana> /connects why 11
#= why.operation kind=award.paid
#: Operation 11: awarded the badge Top Rated
ana> /connects why
#= why lots.len=4 lots.3.source=award lots.3.left=30
ada> /admin wallet ana
#= admin.wallet balance=90 awards.len=3
#: Earned once:
#: • 23 November 2026 · a certification in machine-learning · 10 Connects · #10

# Awards count towards the day of whoever gives them, and nobody awards themselves while others are about.
ada> /admin award ada badge rising_talent
#= award.paid paid=30
#> #log log.awarded_self by=ada
#: ada awarded themselves the badge Rising Talent (30 Connects), as the only one of the staff.
!role bob staff
bob> /admin wallet ana
ada> /admin award ada badge top_rated
#! admin.self
ada> /admin grant ben 920
#= admin.granted balance=960
ada> /admin award ben certification sql
#! admin.limit amount=10 left=0
bob> /admin award ben certification sql
#= award.paid paid=10 balance=970
# What pays nothing is had all the same.
ada> /admin policy award.badge 0
ada> /admin award ben badge rising_talent
#= award.paid paid=0 balance=970
#: ben has the badge Rising Talent now. It pays nothing here.
#> #log log.awarded paid=0
#> ben award.received paid=0
#: ada awarded you the badge Rising Talent.
ada> /admin award ben badge rising_talent
#! award.twice
ben> /connects rules
#: • A certified skill brings 10 Connects, a badge 0 Connects; staff award each once.
ana> /admin award ana badge rising_talent
#! rank.needed
