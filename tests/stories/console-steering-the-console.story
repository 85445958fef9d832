# Console: the lines that steer it: whose turn it is, ranks, the clock, coming and going, restarts.
!role ada staff
#= console.role name=ada rank=staff
#: ada is staff now.
!as ana
#= console.as name=ana
/connects balance
#= balance balance=40
connects balance
#= balance balance=40
!role ana client
#= console.role rank=client
/job post "By ana"
#= job.posted job=1
!role ana member
/job post "By ana again"
#! rank.needed
!advance 90m
#= console.clock now=2026-11-23T10:30:00+00:00
!advance 1d12h
#= console.clock now=2026-11-24T22:30:00+00:00
!at 2026-11-24T22:00:00+00:00
#! console.past now=2026-11-24T22:30:00+00:00
!at 2026-11-24T23:00:00+00:00
#= console.clock
!at yesterday
#! console.moment
!advance -1d
#! console.span
!advance soon
#! console.span
!role ana king
#! console.rank
!role ana
#! console.usage
!advnce 1d
#! console.unknown directive=!advnce near=!advance
!fill ana job=1
#! console.form_none name=ana
!restart
#= console.restarted
/connects balance
#= balance balance=40
ben>
#! console.silent
!help
#= console.help
!join cleo
#= console.joined
!leave cleo
#= console.left
!press cleo 7
#! console.press_none
