# Rules 14, 15 and 21: a job closes by itself at its closing date; its live proposals are archived, nothing is returned.
!role ada staff
!role cleo client
cleo> /job post "Snow shovelling" price:6 closes:3d
#= job.posted closes=2026-11-26T23:59:59.999999+00:00
ana> /apply 1
ben> /apply 1
ben> /proposal withdraw 2
!at 2026-11-26T23:59:59+00:00
#> none
cara> /apply 1
#= apply.paid
!advance 1s
#> ana proposal.closed job=1 state=expired
#> cara proposal.closed job=1 state=expired
#> #jobs job.card job=1 state=expired
#> cleo job.ended job=1 state=expired title="Snow shovelling"
#: Your job job-1 (Snow shovelling) is expired now.
dan> /apply 1
#! job.closed job=1 state=expired
ana> /proposals
#= proposals proposals.len=1 proposals.0.state=archived proposals.0.paid=6
ben> /proposals
#= proposals proposals.0.state=withdrawn
ana> /connects balance
#= balance balance=34
