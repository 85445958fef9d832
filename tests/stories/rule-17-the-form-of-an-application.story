# Rules 17 and 35: bare /apply and the Apply button open a form with price, balance and what stays; only submitting it pays.
!role ada staff
!role cleo client
cleo> /job post "Tune a piano" price:6

ana> /apply
#= apply.form balance=40
#form job,message,boost
#: Which job is it? You have 40 Connects.
#> none
!fill ana job=job-1 message="A440."
#= apply.paid job=1 paid=6 balance=34
!fill ana job=job-1 message="Once more"
#! console.form_none

# The first button of the newest card.
ben> /connects rules
#buttons 0
ben> !press 1
#= apply.form_for job=1 price=6 balance=40 after=34 title="Tune a piano"
#form message,boost
#: job-1: Tune a piano. It costs 6 Connects of your 40 Connects; left after that: 34 Connects.
#: They come back if the client calls the job off before a hire or staff remove it, and not otherwise.
#> none
ben> /connects balance
#= balance balance=40
!fill ben message="I hear well."
#= apply.paid job=1 proposal=2 paid=6 balance=34
#> cleo proposal.arrived proposal=2
#: > I hear well.
#> #jobs job.card proposals=2

# The form does not open where applying would be refused; what is wrong in it is said, and it stays open.
ben> /apply job-1 ?
#! proposal.twice proposal=2
cleo> /apply job-1 ?
#! job.own
cara> /apply
!fill cara job=job-9
#not discord: it is none of the choices that the form shows
#! job.unknown
!fill cara job=1 message="hi" price=0
#! console.fill_field field=price
!fill cara job=1 message="Third time lucky"
#= apply.paid proposal=3

# With a message the job is a field as well: it may have been the wrong one.
emma> /apply 7 "Once more" ?
#not discord: the form is opened by a button
#= apply.form balance=40
#form job,message,boost
!fill emma job=job-1 message="Once more"
#not discord: no form is open
#= apply.paid proposal=4
#> ...

# The price is the one that holds when the form is submitted.
dan> /apply job-1 ?
#= apply.form_for price=6 after=34
cleo> /job edit 1 price:2
!fill dan message="Cheaper is fine"
#= apply.paid paid=2 balance=38
