# Rule 22: the client sees the proposals on a job by time, with their letters; the applicant always sees the state of each.
!role ada staff
!role cleo client
cleo> /job post "A garden" price:1
cleo> /job post "A wall" price:1
cleo> /proposals 1
#= proposals job=1 proposals.len=0 count=0
#: job-1 has no proposals yet.
ana> /apply 1 "Roses.\nAnd **thorns**."
!advance 1h
ben> /apply 1
!advance 1h
cara> /apply 1 "Moss"
ana> /apply 2
cleo> /proposal shortlist 3
cleo> /proposals job-1
#= proposals job=1 count=3 proposals.len=3 proposals.0.proposal=1 proposals.0.member=ana proposals.2.proposal=3 proposals.2.state=shortlisted
#: job-1 has 3 proposals:
#: • proposal-1 · ana · submitted · 23 November 2026
#: > Roses.
#: > And **thorns**.
#: • proposal-2 · ben · submitted · 23 November 2026
#: • proposal-3 · cara · shortlisted · 23 November 2026
#: > Moss
ana> /proposals
#= proposals proposals.len=2 proposals.0.job=2 proposals.1.job=1 proposals.1.title="A garden"
cleo> /proposals
#= proposals proposals.len=0
cleo> /proposals 5
#! job.unknown
# A price of nothing is paid with nothing; pages hold ten.
ada> /admin preset upwork-2025
cleo> /job post "Free to join" price:0
a1> /apply 3
#= apply.paid paid=0 balance=0
a2> /apply 3
a3> /apply 3
a4> /apply 3
a5> /apply 3
a6> /apply 3
a7> /apply 3
a8> /apply 3
a9> /apply 3
a10> /apply 3
a11> /apply 3
a12> /apply 3
cleo> /proposals 3
#= proposals count=12 proposals.len=10 proposals.0.member=a1
#buttons 1
!press cleo 1
#= proposals proposals.len=2 proposals.0.member=a11 proposals.1.member=a12 page=2
#buttons 0
cleo> /job cancel 3
#= job.cancelled returned=0
#> a1 proposal.returned returned=0
#> ...
