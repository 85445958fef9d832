# Rule 10: (the first half) a community of two, and a bot that is then switched off for five months.
#now 2026-11-23T09:00:00+00:00
!role ada staff
ana> /connects balance
#= balance balance=40
ben> /connects balance
!leave ben
