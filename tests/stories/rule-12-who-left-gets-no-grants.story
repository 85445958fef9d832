# Rule 12: a member who left keeps the wallet and gets no grants; missed months are not paid on return.
!role ada staff
# (A rolling bonus window has no weeks to announce; that keeps the year short.)
ada> /admin policy bonus.window rolling
ana> /connects balance
ben> /connects balance
!leave ana
!at 2026-12-05T09:00:00+00:00
#> #news grant.announced period=2026-12 members=2 connects=20
ada> /admin wallet ana
#= admin.wallet member=ana balance=40
!at 2027-02-10T09:00:00+00:00
!join ana
ana> /connects balance
#= balance balance=40 next_grant=2027-03-01T00:00:00+00:00
!at 2027-03-01T00:00:00+00:00
#> #news grant.announced period=2027-03 members=3 connects=30
ana> /connects balance
#= balance balance=50
ana> /connects history
#= history entries.len=2 entries.0.when=2027-03-01T00:00:00+00:00 entries.0.amount=10

# Speaking is coming back, too.
!leave ana
ana> /connects balance
#= balance balance=50 next_grant=2027-04-01T00:00:00+00:00
# Lots go on ageing.
!leave ana
!at 2027-11-24T00:00:00+00:00
ana> /connects balance
#= balance balance=10
