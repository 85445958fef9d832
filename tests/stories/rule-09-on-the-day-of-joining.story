# Rule 9: where grants go by anniversaries, each comes on the day of the month of joining; who joined on a 29th, 30th or 31st counts as of the 1st.
#now 2026-01-15T09:00:00+00:00
!role ada staff
ada> /admin policy grant.cycle anniversary
#= policy.saved
ana> /connects balance
#= balance balance=40 next_grant=2026-02-15T00:00:00+00:00
!at 2026-01-31T12:00:00+00:00
#> ...
# 31 January counts as 1 February: the first grant comes on 1 March.
ben> /connects balance
#= balance balance=40 next_grant=2026-03-01T00:00:00+00:00
!at 2026-02-14T23:59:59+00:00
#> ...
ana> /connects balance
#= balance balance=40
!advance 1s
#> #news grant.announced period=2026-02 members=2 connects=20
#: The grant for February 2026 is here: 20 Connects for 2 members. Each comes on the day of the month of joining.
ana> /connects balance
#= balance balance=50 next_grant=2026-03-15T00:00:00+00:00
ben> /connects balance
#= balance balance=40
!at 2026-03-01T00:00:00+00:00
#> ...
#> #news grant.announced period=2026-03 members=1
ben> /connects balance
#= balance balance=50
# Back to the calendar: what is still ahead of March was due on the 1st, so it falls due with the change; April comes on the 1st.
ada> /admin policy grant.cycle calendar
ana> /connects balance
#= balance balance=60 next_grant=2026-04-01T00:00:00+00:00
!at 2026-04-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=70
ben> /connects balance
#= balance balance=60
