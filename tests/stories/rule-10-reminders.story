# Rules 10, 3 and 21: clients are reminded of proposals that wait for them; staff and everybody for themselves may turn off what people are reminded of.
#now 2026-11-24T09:00:00+00:00
!role ada staff
!role cleo client
ada> /admin policy digest.day off
ada> /connects rules
#: • A client is reminded of proposals without a sign from them after 7 days, at most once in as many.
#: • What you are reminded of you can turn off: /connects notify.
cleo> /job post "Wind the clocks" price:4
ana> /apply 1
!advance 2d
ben> /apply 1
cara> /apply 1
!advance 5d
#> ...
#> cleo job.waiting job=1 count=1 since=2026-11-24T09:00:00+00:00
#: One proposal on job-1 (Wind the clocks) waits for a sign from you, since 24 November 2026. /proposals job-1 shows who applied.
!press cleo 1
#= proposals proposals.len=3
# At most once in as many days, however many wait.
!advance 6d
#> ...
cleo> /proposal shortlist 1
#> ana proposal.moved state=shortlisted
!advance 1d
#> ...
#> cleo job.waiting count=2 since=2026-11-26T09:00:00+00:00
# A sign on all of them, and there is nothing to be reminded of.
cleo> /proposal archive 2
cleo> /proposal decline 3
#> cara proposal.moved state=declined
!advance 8d
#> ...
# One who wants to hear of nothing says so, and everybody sees how it stands.
cleo> /connects notify
#= notify expiring=on client=on proposals=on
#: • Proposals on your jobs that wait for you: on
#buttons 3
!press cleo 2
#= notify.chosen client=off
#buttons 1
dora> /apply 1
!advance 8d
#> ...
cleo> /connects notify client on
#= notify.chosen client=on
dora> /connects notify proposals off
#= notify.chosen proposals=off
cleo> /proposal decline 4
#> none
# Being hired is told all the same, and what comes back.
cleo> /proposal hire 4
#> ...
#> dora proposal.moved state=hired
# Connects that expire: whoever turned it off is not warned.
ben> /connects notify expiring off
#= notify.chosen expiring=off
ben> /connects notify expiring off
#= notify.chosen expiring=off
ana> /connects notify proposals maybe
#not discord: it is none of the option's choices
#! value.choice
!at 2027-11-17T23:59:59+00:00
#> ...
!advance 1s
#> ada lot.expiring expiring=40
#> cleo lot.expiring expiring=40
#> ana lot.expiring expiring=36
!advance 2d
#> cara lot.expiring expiring=36
# Staff may do without any of it, for everybody.
ada> /admin policy reminders.client_days 0
ada> /admin policy reminders.proposals off
ada> /admin policy lot.warn_days 0
ana> /connects notify
#= notify expiring=never client=never proposals=never
#: • Connects of yours that expire soon: off here for everybody, as staff decided
#buttons 0
cleo> /job post "Oil the clocks" price:4
ana> /apply 2
cleo> /proposal shortlist 5
#> none
!advance 20d
#> ...
cleo> /proposal decline 5
#> none
