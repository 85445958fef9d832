# Rules 7 and 12: the sign-up gift is paid once per person for ever; leaving keeps the wallet.
!role ada staff

ana> /connects balance
#= balance balance=40
!join ana
ana> /connects balance
#= balance balance=40
!leave ana
!leave ana
!advance 2d
!join ana
ana> /connects balance
#= balance balance=40
!leave ana
ana> /connects history
#= history balance=40 entries.len=1

# Not even an emptied wallet gets it a second time.
ada> /admin take ana 40 reason:"a test"
#= admin.taken amount=40 balance=0
!leave ana
!advance 40d
ana> /connects balance
#= balance balance=0

# Somebody who leaves without ever having been here is no reason to open a wallet.
!leave zoe
ada> /admin wallet zoe
#not discord: whoever can be chosen is known
#not slack: whoever can be mentioned is there
#! member.unknown member=zoe
