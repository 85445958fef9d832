# Rule 35: every Connect of an agency can be explained to the people in it, and staff may look into it.
!role ada staff
!role cleo client
ana> /agency create Red Pens
ben> /connects balance
ana> /agency invite ben
ben> /agency accept
ana> /connects buy 20 agency:yes
ada> /admin confirm order-1 receipt:R-17
#> ...
cleo> /job post "A poster" price:4
ben> /apply 1 agency:yes
#> ...
ben> /connects history agency:yes
#= history agency=4 balance=16 entries.len=2 entries.0.amount=-4
#: The history of Red Pens. It has 16 Connects.
ben> /connects why agency:yes
#= why agency=4 balance=16 count=1
#: Red Pens has 16 Connects. This is what they are made of, in the order in which they are spent:
ben> /connects why 16
#= why.operation kind=order.paid
#: • +20: from 0 to 20 in the wallet of agency-4
ben> /connects why 18
#= why.operation kind=proposal.submitted
ana> /connects why 18
#= why.operation kind=proposal.submitted
cleo> /connects why 18
#! operation.unknown
ana> /connects export agency:yes
#= export file=connects-4.csv lines=2
cleo> /connects export agency:yes
#! agency.unknown
cleo> /connects balance agency:agency-4
#! agency.unknown agency=agency-4
ben> /agency leave
#> ...
ben> /connects history agency:agency-4
#! agency.unknown
ben> /connects why 16
#! operation.unknown
ben> /admin agency agency-4
#! rank.needed
ada> /admin agency agency-9
#! agency.unknown
ada> /admin agency agency-4
#= admin.agency agency=4 name="Red Pens" balance=16 owner=ana entries.len=2
#> #log log.looked_agency agency=4 by=ada
#: ada looked into the wallet of Red Pens (agency-4).
ana> /connects rules
#: • An agency (/agency create) has a wallet of its own: /apply with agency: pays from it, and its interviews earn for it. Nothing moves between it and its people.
#: • Its owner and admins may limit what each of its people spends of it in a month.
