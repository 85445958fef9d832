# Rules 33 and 34: staff give and take with a reason, shown in the log; taking more than there is is refused, unless all.
!role ada staff
!role bob staff
ana> /connects balance
ada> /admin grant ana 25 reason:"won the poster contest"
#= admin.granted member=ana amount=25 balance=65
#: ana got 25 Connects and has 65 Connects.
#> #log log.granted by=ada member=ana amount=25 reason="won the poster contest"
#: ada gave ana 25 Connects. Reason: won the poster contest
#> ana wallet.granted amount=25 balance=65 by=ada
#: ada gave you 25 Connects; you have 65 Connects. Reason: won the poster contest
ada> /admin grant ana 1
#> #log log.granted
#: ada gave ana 1 Connect. Reason: none given
#> ana wallet.granted amount=1 balance=66
bob> /admin take ana 100 reason:"a mistake"
#! wallet.short member=ana balance=66 missing=34
#: ana has 66 Connects, 34 Connects less than that. To take all there is, add all:yes.
#> none
bob> /admin take ana 100 reason:"a mistake" all:yes
#= admin.taken member=ana amount=66 balance=0
#> #log log.taken by=bob member=ana amount=66
#> ana wallet.taken amount=66 balance=0
ana> /connects history kind:staff
#= history entries.len=3 entries.0.amount=-66 entries.1.amount=1 entries.2.amount=25
#: • 23 November 2026 · -66 · taken by bob · balance 0 · #12
bob> /admin take ana 1
#! wallet.short balance=0 missing=1
bob> /admin take ana 1 all:perhaps
#not discord: it is neither yes nor no
#! value.choice option=all

# Amounts are whole numbers from 1, in plain digits.
ada> /admin grant ana 0
#not discord: the option takes whole numbers within its limits
#! value.amount option=amount typed="0"
ada> /admin grant ana -5
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /admin grant ana 2.5
#not discord: the option takes whole numbers within its limits
#! value.amount
#: amount has to be a whole number from 1 to 1,000,000 in plain digits; 2.5 is not.
ada> /admin grant ana ٥
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /admin grant ana 1000001
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /admin grant ana 99999999999999999999999999
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /admin grant ana 1e3
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /admin grant ana amount:""
#not discord: the option takes whole numbers within its limits
#! option.missing option=amount
ada> /admin grant ana
#not discord: Discord asks for the option first
#! option.missing option=amount
ada> /admin grant nobody 5
#not discord: whoever can be chosen is known
#not slack: whoever can be mentioned is there
#! member.unknown member=nobody
#: I don't know nobody here. They have to say something to me first, such as /connects balance.
ada> /admin grant @ana 5
#= admin.granted balance=5
ana> /admin grant ana 5
#! rank.needed rank=staff
#: That takes the rank of staff (/admin grant). Ask somebody of the staff.
