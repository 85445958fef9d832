# Rule 36: everybody may take their history along, as CSV, JSON, or a beancount ledger.
!role ada staff
!role cleo client
cleo> /job post "A cellar" price:4
ana> /apply 1 "=1+1"
ana> /connects export
#= export file=connects-3.csv lines=2
#| operation,at,due,kind,job,proposal,amount,before,after,policy,key
#| 10,2026-11-23T09:00:00+00:00,,gift,,,40,0,40,1,gift/signup/3
#| 11,2026-11-23T09:00:00+00:00,,proposal.submitted,1,1,-4,40,36,1,console/rule-36-export/5
ana> /connects export json
#= export file=connects-3.json
#|   "amount": 40,
ana> /connects export format:beancount
#= export file=connects-3.bean
#| 2026-11-23 open Assets:Wallet:3 CONNECT
#| 2026-11-23 * "gift"
#|   Assets:Wallet:3  40 CONNECT
#| 2026-11-23 * "proposal.submitted"
#|   Assets:Wallet:3  -4 CONNECT
ana> /connects export xml
#not discord: it is none of the option's choices
#! value.choice option=format choices="csv, json, beancount, personal"
zoe> /connects export beancount
#= export
