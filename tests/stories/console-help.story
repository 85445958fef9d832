# Console: /help lists what one may say, by rank; /help COMMAND tells how it is typed.
!role ada staff
!role cleo client
ana> /help
#= help
#: What you can say here:
#: • /apply · Apply to a job with your Connects.
#: /help apply tells more about one of them.
#buttons 2
ada> /help
#= help
#: And as staff:
#: • /admin grant · Give a member Connects, for a reason.
ana> /help apply
#= help.command command=/apply
#: /apply · Apply to a job with your Connects.
#: • job (needed), such as job-42
ana> /help "connects balance"
#= help.command command="/connects balance"
ana> /help /connects history
#= help.command command="/connects history"
ana> /help job
#= help
cleo> /help job post
#= help.command command="/job post"
# What one may not say is not listed.
ana> /help job post
#! command.unknown
ana> /help admin grant
#! command.unknown
ana> /help flying
#! command.unknown
#: I don't know /flying. /help lists what you can say.
