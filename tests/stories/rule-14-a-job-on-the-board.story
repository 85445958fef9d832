# Rule 14: staff and clients post jobs; a job is numbered per community and read in any case.
!role ada staff
!role cleo client
cleo> /job post title:"Logo for a bakery" description:"Round, warm, no bread." price:6 budget:"300 EUR" category:Design skills:"logo, Vector art" closes:2026-12-24 hires:2
#= job.posted job=1 price=6 closes=2026-12-24T23:59:59.999999+00:00
#: job-1 is on the board. A proposal costs 6 Connects; it closes with 24 December 2026.
#buttons 3
#> #jobs job.card job=1 title="Logo for a bakery" state=open price=6 proposals=0 client=cleo hires=2
#: job-1: Logo for a bakery
#: > Round, warm, no bread.
#: Price: 6 Connects
#: State: open
#: Client: cleo
#: Budget: 300 EUR
#: Category: design
#: Skills: logo, vector-art
#: Closes: 24 December 2026
#: Proposals: 0
#: Hires: 0 of 2

# What is not said has a default: 4 Connects, 30 days, one hire.
cleo> /job post "Taxes of a choir"
#= job.posted job=2 price=4 closes=2026-12-23T23:59:59.999999+00:00
ana> /job show job-2
#= job.shown job=2 title="Taxes of a choir" price=4 hires=1 state=open
#buttons 1
ana> /job show JOB-2
#= job.shown job=2
ana> /job show #2
#= job.shown job=2
ana> /job show 2
#= job.shown job=2
ana> /job show 3
#! job.unknown
#: There is no job 3 here. /jobs shows what is open.
ana> /job show proposal-2
#! job.unknown
ana> /job show 0
#! job.unknown
ana> /job show -1
#! job.unknown
ana> /job show ٢
#! job.unknown
ana> /job show
#not discord: Discord asks for the option first
#! option.missing option=job

# Members can't post; a job needs a title of 3 to 100 characters, a price that is allowed, a date ahead.
ana> /job post "A job of mine"
#! rank.needed rank=client
#> none
cleo> /job post
#= form.open
#form title,description,price,budget,skills
!fill cleo title="Proofreading" price=1
#= job.posted job=3 price=1
# With a last ? the form opens with what is given as its values, so that all of it can be changed.
cleo> /job post "Proofraeding" price:4 ?
#not discord: the form is opened by a button
#= form.open
#form title,description,price,budget,skills
#:   title: Title (required) [Proofraeding]
cleo> /job post "ab"
#not discord: the option's length has limits
#! value.brief option=title minimum=3
cleo> /job post "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901"
#not discord: the option's length has limits
#! value.long option=title maximum=100 length=101
cleo> /job post "Too dear" price:5
#! job.price price=5
#: A job can't cost 5 Connects here. Choose one of: 1, 2, 4, 6.
cleo> /job post "For nothing" price:0
#! job.price price=0
cleo> /job post "Late" closes:2026-11-22
#! job.closes
cleo> /job post "Some day" closes:soon
#! value.date option=closes
cleo> /job post "Far off" closes:400d
#! job.closes days=365
cleo> /job post "Nobody" hires:0
#not discord: the option takes whole numbers within its limits
#! value.amount option=hires
cleo> /job post "Everybody" hires:5000
#! value.range option=hires
cleo> /job post "Tags" skills:"one,two,three,four,five,six,seven,eight,nine,ten,eleven"
#! value.tags option=skills
# Nothing of that was posted.
cleo> /job post "Today only" closes:2026-11-23
#= job.posted job=4
