# Rule 14: the board is searched by text, category, skill and state, newest first, in pages.
!role ada staff
!role cleo client
ana> /jobs
#= jobs jobs.len=0 count=0
#: No jobs to show.
cleo> /job post "Logo for a bakery" "round and warm" category:design skills:logo price:6
cleo> /job post "Website of a bakery" "with photos" category:web skills:html,css price:4
cleo> /job post "Ledger in beancount" "double entry" category:money skills:python price:2
ada> /job post "Logo for a band" "LOUD" category:design skills:logo,print price:1
ana> /jobs
#= jobs jobs.len=4 jobs.0.job=4 jobs.3.job=1 jobs.3.price=6 jobs.3.title="Logo for a bakery" jobs.3.state=open page=1
#: 4 jobs:
#: • job-4 · Logo for a band · 1 Connect · open · 0 proposals · until 23 December 2026
ana> /jobs text:bakery
#= jobs jobs.len=2 jobs.0.job=2 jobs.1.job=1
ana> /jobs BAKERY
#= jobs jobs.len=2
ana> /jobs text:loud
#= jobs jobs.len=1 jobs.0.job=4
ana> /jobs text:"100%"
#= jobs jobs.len=0
#: Nothing fits. /jobs state:any shows jobs of every state.
ana> /jobs category:Design
#= jobs jobs.len=2 jobs.0.job=4
ana> /jobs skill:css
#= jobs jobs.len=1 jobs.0.job=2
ana> /jobs skill:cs
#= jobs jobs.len=0
ana> /jobs category:design skill:logo text:bakery
#= jobs jobs.len=1 jobs.0.job=1
cleo> /jobs mine:yes
#= jobs jobs.len=3 jobs.0.job=3
cleo> /job cancel 3
ana> /jobs
#= jobs jobs.len=3
ana> /jobs state:cancelled
#= jobs jobs.len=1 jobs.0.job=3
ana> /jobs state:any
#= jobs jobs.len=4
ana> /jobs state:lost
#not discord: it is none of the option's choices
#! value.choice option=state

# Ten a page; the button leads on.
ada> /job post "Job number five"
ada> /job post "Job number six"
ada> /job post "Job number seven"
ada> /job post "Job number eight"
ada> /job post "Job number nine"
ada> /job post "Job number ten"
ada> /job post "Job number eleven"
ada> /job post "Job number twelve"
ana> /jobs
#= jobs jobs.len=10 jobs.0.job=12 jobs.9.job=2
#buttons 1
!press ana 1
#= jobs jobs.len=1 jobs.0.job=1 page=2
#buttons 0
ana> /jobs page:2
#= jobs jobs.len=1 jobs.0.job=1 page=2
ana> /jobs page:3
#= jobs jobs.len=0
ana> /jobs page:0
#not discord: the option takes whole numbers within its limits
#! value.amount option=page
ana> /jobs page:1000000
#! page.deep
