# Rule 17: where a cover letter is required, an apply without one opens the form.
!role ada staff
!role cleo client
ada> /admin policy cover_letter required
#= policy.saved version=2
cleo> /job post "Ghostwriter" price:4
ana> /apply 1
#= apply.form_for job=1 price=4 after=36
#form message,boost
#:   message: Your message to the client (required)
#> none
!fill ana
#not discord: Discord asks for the field first
#! letter.missing job=1
#: job-1 wants a message to the client. /apply job-1 opens the form again.
!fill ana message="   "
#! letter.missing
ana> /connects balance
#= balance balance=40
!fill ana message="Boo."
#= apply.paid paid=4 balance=36
ben> /apply 1 message:""
#not discord: an option is not empty
#= apply.form_for
ben> /apply 1 "In one go."
#= apply.paid proposal=2
ben> /connects rules
#: • A proposal needs a message to the client.
