# Console: /help fits a screen and names all that one may say, by rank; /help WORD and /help COMMAND lead on.
!role ada staff
!role cleo client
ana> /help
#= help
#: What you can say here:
#: • /job · one job: show, reopen, invite, edit, close, cancel
#: • /apply · Apply to a job with your Connects.
#: /help proposal tells more about those that begin with a word, /help apply about one.
#buttons 2
cleo> /help
#: • /job · one job: post, show, draft, publish, reopen, invite, edit, close, cancel
ada> /help
#= help
ada> /help admin
#= help
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
