# Rule 7: a gate holds the sign-up gift back until its role is there, and says which; it is paid once for ever.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!roles ada @Verified
!roles ben @Verified
ada> /admin policy gate.role @Verified
#= policy.saved
ada> /connects rules
#= rules
# Who has the role already gets the gift at once.
ben> /connects balance
#= balance balance=40
ana> /connects balance
#= balance balance=0 next_grant=2026-12-01T00:00:00+00:00
#: The sign-up gift of 40 Connects waits until you have the role @Verified.
ana> /connects history
#= history balance=0
# Another role does not open the gate, and grants come all the same.
!roles ana @Veri
!at 2026-12-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=10
!roles ana @Veri,@Verified
ana> /connects balance
#= balance balance=50
ana> /connects history
#= history entries.len=2 entries.0.amount=40 entries.1.amount=10
# Once: neither losing the role nor leaving makes it come a second time.
!roles ana
ana> /connects balance
#= balance balance=50
!leave ana
!roles ana @Verified
ana> /connects balance
#= balance balance=50
# A gate of days is for platforms that tell an account's age; here none does, so the role alone counts.
cleo> /connects balance
#= balance balance=0
ada> /admin policy gate.account_days many
#! policy.value
cleo> /connects why
