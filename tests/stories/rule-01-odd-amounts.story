# Rule 1: Connects are whole numbers, in plain digits, and within their bounds; nothing else is guessed at.
!role ada staff
!role cleo client
ada> /connects balance
ada> /job post "A lake" price:-1
#not discord: the option takes whole numbers within its limits
#! value.amount option=price typed="-1"
ada> /job post "A lake" price:1.5
#not discord: the option takes whole numbers within its limits
#! value.amount typed="1.5"
ada> /job post "A lake" price:"4 "
#not discord: the option takes whole numbers within its limits
#= job.posted price=4
ada> /job post "A lake" price:４
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /job post "A lake" price:٤
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /job post "A lake" price:0x4
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /job post "A lake" price:+4
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /job post "A lake" price:1_000
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /job post "A lake" price:1,000
#not discord: the option takes whole numbers within its limits
#! value.amount
ada> /job post "A lake" price:9223372036854775808
#not discord: the option takes whole numbers within its limits
#! value.amount minimum=0 maximum=1000000
ada> /job post "A lake" price:
#not discord: the option takes whole numbers within its limits
#! option.empty option=price
ada> /job post "A lake" price:""
#not discord: the option takes whole numbers within its limits
#! option.empty option=price
ada> /job post "A lake" price:four
#not discord: the option takes whole numbers within its limits
#! value.amount typed=four
#: price has to be a whole number from 0 to 1,000,000 in plain digits; four is not.
ana> /apply job-99999999999999999999
#! job.unknown
ana> /apply "job 1"
#! job.unknown
ana> /apply job-1.0
#! job.unknown
ana> /apply job-01
#= apply.paid job=1
cleo> /proposal withdraw -1
#! proposal.unknown
cleo> /proposal withdraw 1 1
#! proposal.unknown
ana> /connects why -3
#! operation.unknown
