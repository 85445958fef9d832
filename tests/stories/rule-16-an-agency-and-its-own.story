# Rule 16: no agency applies to a job of one of its people, and none of them decides on its proposals.
!role ada staff
!role cleo client
ada> /admin policy price.allowed any
!role dora client
ana> /agency create Red Pens
ana> /agency invite cleo
ana> /agency invite ada
cleo> /agency accept
ada> /agency accept
cleo> /job post "A poster" price:0
dora> /job post "A flyer" price:0
ana> /apply 1 agency:yes
#! job.own job=1 agency=5
#: job-1 is of somebody in Red Pens (agency-5), so the agency can't apply to it. Look for another with /jobs.
cleo> /apply 1 agency:yes
#! job.own
ana> /apply 1
#= apply.paid proposal=1 agency=null
#> ...
ana> /apply 2 agency:yes
#= apply.paid proposal=2 agency=5
#> ...
ada> /proposal hire 2
#! proposal.own proposal=2 agency=5
#: proposal-2 is of your agency Red Pens; somebody outside it has to decide on it.
ada> /proposal interview 2 "Do we like us?"
#! proposal.own
dora> /proposal decline 2
#= proposal.declined
#> ...
# Out of it, staff may decide again.
ada> /agency leave
#> ...
ada> /proposal hire 2
#= proposal.hired
#> ...
