# Rule 34: a thousand Connects a day, given or taken; nobody gives to themselves while other staff are about.
!role ada staff
ana> /connects balance
# The only one of the staff may, and it is marked in the log.
ada> /admin grant ada 10 reason:"nobody else is here"
#= admin.granted member=ada amount=10 balance=50
#> #log log.granted_self by=ada amount=10
#: ada gave 10 Connects to themselves, as the only one of the staff. Reason: nobody else is here

!role bob staff
# Bob has the rank, but has not been seen acting with it yet.
ada> /admin grant ada 1
#= admin.granted balance=51
bob> /admin wallet ana
ada> /admin grant ada 1
#! admin.self
#> none
bob> /admin grant bob 1
#! admin.self
#: You can't give Connects to yourself while others of the staff are here. Ask one of them.
# Ninety days later Bob has not been seen any more.
!at 2027-02-21T08:59:59+00:00
ada> /admin grant ada 1
#! admin.self
!advance 1s
ada> /admin grant ada 1
#= admin.granted

# The daily limit, on the community's clocks; giving and taking have one each.
ada> /admin grant ana 999
#= admin.granted amount=999
ada> /admin grant ana 1
#! admin.limit amount=1 limit=1000 left=0 again=2027-02-22T00:00:00+00:00
#: 1 Connect would pass your daily limit of 1,000 Connects; left until 22 February 2027, 00:00 UTC: 0 Connects.
ada> /admin take ana 1000
#= admin.taken amount=1000
ada> /admin take ana 1
#! admin.limit left=0
bob> /admin grant ana 1000
#= admin.granted amount=1000
bob> /admin grant ana 1
#! admin.limit
!at 2027-02-22T00:00:00+00:00
ada> /admin grant ana 1001
#! admin.limit amount=1001 left=1000
ada> /admin grant ana 1000
#= admin.granted
ada> /admin policy staff.daily_limit 1005
ada> /admin grant ana 5
#= admin.granted
ada> /admin grant ana 1
#! admin.limit limit=1005
