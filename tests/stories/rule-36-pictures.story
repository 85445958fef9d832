# Rules 36 and 33: a balance over time, a job's bids and a community's figures can be had as a picture; its words say the same.
!role ada staff
!role cleo client
cleo> /job post "Logo" price:6
ana> /connects history
#= history balance=40
#buttons 1
!press ana 1
#= history balance=40 entries.len=1
#: File: connects-balance.png
#| Balance since 23 November 2026: between 40 Connects and 40 Connects, now 40 Connects.
#buttons 0
ben> /apply job-1 boost:5
dan> /apply job-1 boost:3
# Who boosts, and who decides, sees the table of bids; nobody else does before it closes (rule 24).
ben> /job show job-1
#= job.shown boosts.len=2
!press ben 2
#= job.shown boosts.len=2
#: File: connects-job-1.png
#| 2 bids on job-1; the highest is 5 Connects.
ana> /job show job-1 picture:light
#= job.shown boosts.len=0
#buttons 1
!advance 10d
ada> /admin stats days:30
#= stats spent=20 returned=0
!press ada 1
#= stats spent=20 granted=50
#: File: connects-community.png
#| In 30 days: granted 50 Connects, bought 0 Connects, bonuses 0 Connects, spent 20 Connects, expired 0 Connects; jobs posted 1, proposals sent 2.
ana> /admin stats picture:auto
#! rank.needed
ana> /connects history picture:loud
#not discord: it is none of the option's choices
#! value.choice
# Where nothing ever moved there is nothing to draw.
cleo> /agency create "Studio"
cleo> /connects history picture:auto agency:yes
#= history entries.len=0
