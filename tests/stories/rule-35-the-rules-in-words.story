# Rule 35: /connects rules prints the policy that holds, in words.
!role ada staff
ana> /connects rules
#= rules version=1 preset=classic
#: The rules that hold here, version 1, from the preset classic:
#: • A proposal costs what its job costs, which is one of 1, 2, 4 and 6 Connects.
#: • On the 1st of each month at 00:00 (UTC) Basic gets 10 Connects, Plus 70 Connects in all.
#: • Whoever joins gets 40 Connects, once.
#: • An interview that the client starts and you answer within 14 days earns 10 Connects, at most 50 from Monday to Sunday.
#: • The same client and freelancer earn one bonus a window.
#: • Connects end a year after they came, at the end of that day.
#: • What ends soonest is spent first.
#: • A job that its client calls off before a hire, or that staff remove, returns everything to where it came from; what would have ended meanwhile lasts 7 days more.
#: • Nothing comes back when you withdraw, are declined, or another is hired, nor when a job expires.
#: • A proposal may carry a message to the client.
#: • A job closes by itself after 30 days unless it names a date.
#: • One of the staff may give, or take, up to 1,000 Connects a day; each time it stands in the log.
ada> /admin policy bonus.window rolling
ada> /admin policy burn_order oldest_first
ada> /admin policy lot.years 2
ana> /connects rules
#= rules version=4
#: • An interview that the client starts and you answer within 14 days earns 10 Connects, at most 50 in any seven days.
#: • Connects end 2 years after they came, at the end of that day.
#: • What is oldest is spent first.
