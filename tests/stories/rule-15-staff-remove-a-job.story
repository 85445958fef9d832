# Rules 15, 16 and 21: staff remove a job, for a reason; everything comes back, even if it had expired.
!role ada staff
!role cleo client
cleo> /job post "Followers, cheap" price:6
cleo> /job post "Essays for students" price:4 hires:2
ana> /apply 1
cleo> /job remove 1 "not mine to remove"
#! rank.needed rank=staff
ada> /job remove 1 reason:"spam"
#= job.removed job=1 state=removed returned=6
#: job-1 is off the board. Returned to those who applied: 6 Connects.
#> #log log.removed job=1 by=ada reason=spam
#> ana proposal.returned job=1 returned=6 balance=40
#: job-1 was removed. 6 Connects came back to you; you have 40 Connects.
#> #jobs job.card job=1 state=removed
#> cleo job.ended job=1 state=removed

# Declined, archived and expired proposals come back as well; withdrawn and hired ones do not.
ana> /apply 2
ben> /apply 2
cara> /apply 2
dan> /apply 2
eva> /apply 2
ben> /proposal withdraw 3
cleo> /proposal decline 4
cleo> /proposal archive 5
cleo> /proposal hire 6
cleo> /job close 2
#= job.closed_now state=filled
ada> /job remove 2 reason:"against the rules"
#= job.removed state=removed returned=12
#> #log log.removed job=2
#> ana proposal.returned returned=4 balance=40
#> cara proposal.returned returned=4 balance=40
#> dan proposal.returned returned=4 balance=40
#> #jobs job.card job=2 state=removed
#> cleo job.ended job=2 state=removed
ben> /connects balance
#= balance balance=36
eva> /proposals
#= proposals proposals.0.state=hired
dan> /proposals
#= proposals proposals.0.state=returned
ada> /job remove 2
#! job.closed state=removed
ada> /job remove 9
#! job.unknown
