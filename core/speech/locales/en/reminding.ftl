## What people are reminded of, and the weekly summary

notify = What I remind you of:
notify-chosen = Noted. It stands like this now:
notify-line = { $about }: { $state }
notify-expiring = Connects of yours that expire soon
notify-client = Proposals on your jobs that wait for you
notify-proposals = What becomes of your proposals (a shortlist, a decline, a job that ended)
term-on = on
term-never = off here for everybody, as staff decided
button-notify_expiring_on = Tell me of expiries
button-notify_expiring_off = Nothing of expiries
button-notify_client_on = Remind me of proposals
button-notify_client_off = No reminders of proposals
button-notify_proposals_on = Tell me of my proposals
button-notify_proposals_off = Nothing of my proposals
option-topic = What it is about
option-switch = on or off
op-member-muted = a reminder was turned off
op-member-unmuted = a reminder was turned on
rule-member-muted = Everybody may turn off what they are reminded of.
rule-member-unmuted = Everybody may turn on again what they are reminded of.
job-waiting = { $count ->
    [one] One proposal
   *[other] { $count } proposals
 } on { $job } ({ $title }) { $count ->
    [one] waits
   *[other] wait
 } for a sign from you, since { $since }. { $list } shows who applied.
digest-told = The week from { $since } to { $until }: { $posted ->
    [0] no new job
    [one] one new job
   *[other] { $posted } new jobs
 }, { $proposals ->
    [0] no proposal
    [one] one proposal
   *[other] { $proposals } proposals
 }, { $hired ->
    [0] nobody hired
    [one] one hired
   *[other] { $hired } hired
 }, { $spent } spent. { $jobs } shows what is open.
op-digest-told = a week was summed up
rule-digest-told = Once a week, on the day that the policy names, the news channel is told what the last seven days brought.
rules-digest = On { $day } at 09:00 the news channel is told what the week brought.
rules-client_reminder = A client is reminded of proposals without a sign from them after { $days ->
    [one] one day
   *[other] { $days } days
 }, at most once in as many.
rules-notify = What you are reminded of you can turn off: { $notify }.
term-monday = Monday
term-tuesday = Tuesday
term-wednesday = Wednesday
term-thursday = Thursday
term-friday = Friday
term-saturday = Saturday
term-sunday = Sunday
