# Console: what is delivered twice under one key is done once, and gets the same answer, refusals included.
!role ada staff
!role cleo client
cleo> /job post "A window" price:4
!again
#not discord: it is delivered twice, which the loopback server does
#= job.posted job=1
#> none
ana> /apply 1 "Glass"
#= apply.paid proposal=1 balance=36
!again
#not discord: it is delivered twice, which the loopback server does
#= apply.paid proposal=1 paid=4 balance=36
#buttons 1
#> none
!restart
!again
#not discord: it is delivered twice, which the loopback server does
#= apply.paid proposal=1 paid=4 balance=36
#> none
ana> /apply 1
#! proposal.twice
ana> !press 1
#! proposal.twice
ana> /connects balance
#= balance balance=36

# A refusal stays what it was for that delivery, even when things have changed.
ben> /connects balance
ada> /admin take ben 40
ben> /apply 1
#! wallet.short missing=4
ada> /admin grant ben 10
ben> /apply 1 "Now"
#= apply.paid balance=6
!again
#not discord: it is delivered twice, which the loopback server does
#= apply.paid balance=6

# A form that was sent twice is sent once.
cara> /apply
!fill cara job=1 message="Panes"
#= apply.paid proposal=3
!again
#not discord: it is delivered twice, which the loopback server does
#= apply.paid proposal=3
#> none
# A month later the words are not kept any more; what was done stays done.
!advance 31d
!again
#not discord: it is delivered twice, which the loopback server does
#= receipt.old
#> none
cara> /connects balance
#= balance balance=46
