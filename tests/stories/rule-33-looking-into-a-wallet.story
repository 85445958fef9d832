# Rule 33: staff may look into a wallet: balance, lots, history; it is shown in the log.
!role ada staff
!role cleo client
cleo> /job post "A lighthouse" price:4
ana> /apply 1
ada> /admin wallet ana
#= admin.wallet member=ana balance=36 plan=basic lots.len=1 lots.0.left=36 entries.len=2 entries.0.amount=-4 window_used=0 window_cap=50
#: ana has 36 Connects on Basic; interviews earned 0 of 50 in this window.
#: History:
#> #log log.looked by=ada member=ana
#: ada looked into the wallet of ana.
ana> /admin wallet ana
#! rank.needed
#> none
ada> /admin wallet nobody
#not discord: whoever can be chosen is known
#not slack: whoever can be mentioned is there
#! member.unknown
#> none
ada> /admin wallet
#not discord: Discord asks for the option first
#! option.missing option=member
# Staff may ask why of any operation; others only of their own.
ada> /connects why 9
#= why.operation operation=9
ben> /connects why 9
#! operation.unknown
