# Rule 36: history without a limit, newest first, in pages of ten, filtered by days and kind.
!role ada staff
!role cleo client
cleo> /job post "A" price:1
#not discord: the option's length has limits
#! value.brief
cleo> /job post "Job" price:1
ana> /connects balance
ada> /admin grant ana 1
ada> /admin grant ana 2
ada> /admin grant ana 3
ada> /admin grant ana 4
ada> /admin grant ana 5
!advance 2d
ana> /apply 1
ada> /admin grant ana 6
ada> /admin grant ana 7
ada> /admin grant ana 8
ada> /admin grant ana 9
ada> /admin grant ana 10
ana> /connects history
#= history balance=94 entries.len=10 entries.0.amount=10 entries.0.balance=94 entries.9.amount=2 page=1
# More of it, and the whole as a picture.
#buttons 2
!press ana 1
#= history entries.len=2 entries.0.amount=1 entries.1.kind=gift page=2
#buttons 0
ana> /connects history page:2
#= history entries.len=2 entries.0.amount=1
ana> /connects history page:3
#= history entries.len=0
ana> /connects history days:1
#= history entries.len=6 entries.5.kind=proposal.submitted
ana> /connects history days:2 kind:staff
#= history entries.len=10
#buttons 0
ana> /connects history kind:gift
#= history entries.len=1 entries.0.amount=40
ana> /connects history kind:staff.granted days:1
#= history entries.len=5
ana> /connects history kind:lottery
#= history entries.len=0
ana> /connects history days:0
#not discord: the option takes whole numbers within its limits
#! value.amount option=days
ana> /connects history page:x
#not discord: the option takes whole numbers within its limits
#! value.amount option=page
ana> /connects history page:500
#! page.deep deepest=200
# Everybody sees their own.
cleo> /connects history
#= history entries.len=1
