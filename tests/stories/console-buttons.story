# Console: a button is a command typed in advance; a press is checked like a typed command.
!role ada staff
!role cleo client
cleo> /job post "A roof" price:2
!press cleo 2
#= form.open
#form title,description,price,budget,closes
!fill cleo price=4
#= job.edited price=4
ana> /help
#buttons 2
ana> !press 1
#= balance balance=40
ana> !press 1
#= history
ana> /apply 1
#= apply.paid
ana> !press 1
#= proposal.withdrawn proposal=1
# The answer to a press has no button, so the press goes to the newest card: its second button shows the job.
ana> !press 2
#= job.shown job=1
#buttons 1
ana> !press 1
#= apply.form_for job=1
ana> /jobs
ana> !press 9
#! console.press_none name=ana number=9
ana> !press 0
#! console.press_none
ana> !press x
#! console.usage
cleo> /job close 1
ana> /connects rules
ana> !press 1
#! console.press_none
