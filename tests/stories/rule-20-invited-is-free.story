# Rule 20: whom the client invites applies free of charge, and earns no interview bonus.
!role ada staff
!role cleo client
ana> /connects balance
ben> /connects balance
cleo> /job post "Illustrate a book" price:6
cleo> /job invite 1 ana
#= job.invited job=1
#> ana job.invitation job=1
ana> /apply 1 "Gladly"
#= apply.paid paid=0 boost=0 balance=40
cleo> /proposal interview 1 "When can you start?"
#> ana interview.question bonus=0
ana> /proposal answer 1 "Tomorrow"
#= interview.answered bonus=0 why=free balance=40
# Everybody else pays.
ben> /apply 1
#= apply.paid paid=6
# A boost is not free.
cleo> /job post "A comic" price:2
cleo> /job invite 2 ben
ben> /apply 2 boost:3
#= apply.paid paid=0 boost=3 balance=31
# What can't be.
cleo> /job invite 2 ben
#! invite.twice
cleo> /job invite 1 ben
#! invite.applied proposal=2
cleo> /job invite 1 cleo
#! invite.own
cleo> /job invite 1 nobody
#not discord: whoever can be chosen is known
#not slack: whoever can be mentioned is there
#! member.unknown
ben> /job invite 1 ana
#! rank.needed
!leave ana
cleo> /job invite 2 ana
#! invite.left
cleo> /job close 1
cleo> /job invite 1 ada
#! job.closed
