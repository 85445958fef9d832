# English. A dot in a key becomes a dash here. Members' text never passes through Fluent.

## Words that stand in other texts

connects = { $count ->
    [one] { $count } Connect
   *[other] { $count } Connects
 }
yes = yes
no = no
none = none
never = never
unknown = unknown
someone = someone
the-bot = the bot
erased = (erased)
moment = { $date }, { $time } { $zone }
quoted = { $words }

days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
 }
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
 }

rank-member = member
rank-client = client
rank-staff = staff


## Forms and files

form-field = { $name }: { $label }{ $required ->
    [yes] {" "}(required)
   *[no] {""}
 }{ $choices ->
    [none] {""}
   *[some] {" "}({ $choices })
 }{ $value ->
    [none] {""}
   *[some] {" "}[{ $value }]
 }
form-send = To send it: { $line }
file-attached = File: { $name }

## The console's own sentences

console-as = You speak as { $name } now.
console-role = { $name } is { $rank ->
    [staff] staff
    [client] a client
   *[member] a member
 } now.
console-joined = { $name } joined.
console-left = { $name } left.
console-clock = It is { $now } now.
console-restarted = Closed and opened again on the same database.
console-help = Lines that begin with ! steer the console:
console-silent = Nothing was said. Type a command after the name, such as /help.
console-unknown = There is no { $directive } here. { $near ->
    [none] Type !help for what there is.
   *[some] Did you mean { $near }?
 }
console-usage = That is typed as { $usage }.
console-name = { $name } can't be a name here: it has to be one word, without > and without a first / # or !.
console-rank = { $rank } is no rank. Ranks are { $ranks }.
console-span = { $span } is no span of time. Write a number with s, m, h or d, such as 31d.
console-moment = { $moment } is no moment. Write it as 2026-12-01T00:00:00+00:00.
console-past = The clock can't go back: it is { $now } already.
console-press_none = { $name } has no button { $number } to press.
console-form_none = No form is open for { $name }.
console-fill_words = { $words } is neither name=value nor name="several words".
console-fill_field = The form has no field { $field }. Its fields are { $fields }.
console-again_none = There is no command to deliver again yet.
console-edited = { $line } (updated)
console-welcome = Connects, in this terminal. You are { $name }. Three things to try:
console-try_balance = { $command } shows what you have
console-try_post = { $command } puts a job on the board
console-try_time = { $command } lets a month go by
console-hint = { $help } lists the commands, { $directives } what steers the console; Tab completes, Ctrl-D leaves.
console-field = { $label }{ $required ->
    [yes] {""}
   *[no] {" "}(may stay empty)
 }
console-form_left = The form was left; nothing was sent.

## Words that name states, plans, kinds

term-open = open
term-filled = filled
term-expired = expired
term-cancelled = cancelled
term-removed = removed
term-submitted = submitted
term-shortlisted = shortlisted
term-interviewing = interviewing
term-hired = hired
term-declined = declined
term-archived = archived
term-withdrawn = withdrawn
term-returned = returned
term-answered = answered
term-basic = Basic
term-plus = Plus
term-member = member
term-client = client
term-staff = staff
term-bot = the bot
term-jobs = jobs
term-news = news
term-log = the log

source-grant = monthly grant
source-gift = sign-up gift
source-bonus = interview bonus
source-staff = given by staff
source-return = returned

## Buttons, forms and their fields

button-again = Do it again
button-answer = Answer
button-apply = Apply
button-balance = Balance
button-close = Close
button-decline = Decline
button-edit = Edit
button-form = Open the form
button-help = Help
button-hire = Hire
button-history = History
button-interview = Interview
button-jobs = Jobs
button-more = More
button-picture = As a picture
button-proposals = Proposals
button-shortlist = Shortlist
button-rules = Rules
button-show = Details
button-withdraw = Withdraw
form-apply = Apply to a job
form-job-post = Publish a job
form-job-edit = Change a job
form-proposal-interview = Start an interview
form-proposal-answer = Answer the client
form-open = { $command } needs a few words from you.
form-kept = What you wrote, so that it is not lost ({ $command } opens the form again):
form-too_long = What you gave already is too long to open a form with. Please type it all: { $usage }
select-choose = Choose …
group-connects = Your Connects: balance, history, rules
group-job = Publish and run jobs
group-proposal = Act on a proposal
group-admin = For staff
field-answer = Your answer
field-budget = Budget
field-closes = Closes (a date, or 14d)
field-description = Description
field-job = Job
field-message = Your message to the client
field-price = Price in Connects
field-proposal = Proposal
field-question = Your question
field-skills = Skills, between commas
field-title = Title

## Options, in a few words

option-action = What to do
option-all = As many as there are, if there are fewer
option-amount = How many Connects
option-answer = Your answer to the client
option-before = The line after which to go on
option-budget = What you pay, in your own words
option-category = A category, such as design
option-channel = The channel
option-closes = When it closes: a date, or days such as 14d
option-command = The command to read about
option-days = How many days back
option-description = What there is to do
option-format = The format of the file
option-hires = How many people are wanted
option-job = The job, such as job-42
option-kind = What kind of operation, such as proposal
option-member = The member
option-message = A message to the other side
option-mine = Only those of yours
option-name = Its name
option-operation = The operation, such as 1337
option-page = Which page
option-plan = The plan
option-price = What a proposal costs, in Connects
option-proposal = The proposal, such as proposal-7
option-question = Your question to the freelancer
option-rank = The rank that it gives
option-reason = Why; it stands in the log
option-role = The role
option-skill = A skill, such as python
option-skills = Skills, between commas
option-state = Which state
option-text = Words to look for
option-title = What the job is called
option-use = What the channel is for
option-value = The new value

## When something is not as it should be

busy = I have more to do than I can take on right now. Nothing was done; please try again in a moment.
slower = A little slower: that was more than I take from one person at once, and nothing was done. Go on in { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
}.
leaving = I am being restarted. Nothing was done; please try again in a minute.
unavailable = I can't reach my records right now, so nothing was done. Please try again in a minute; if it lasts, tell staff the number { $incident }.
outcome-unknown = I lost my records in the middle of this and can't tell yet whether it was done. Look at your history before you try again.
fault = Something broke on my side, and nothing was done. Please tell staff the number { $incident }.
key-reused = This was sent before with other content, so I did nothing. Please type it again.
receipt-old = This was done on { $when }. What I answered then is no longer kept; your history shows it.
receipt-done = I was interrupted while I answered you. This was done ({ $when }):
repeat-asks = You asked for just this at { $when }, and it was done. Shall I do it again?
command-unknown = I don't know { $typed }. { $help } lists what you can say.
command-similar = I don't know { $typed }. Did you mean { $suggestion }? { $help } lists all.
command-group = { $command } goes on with another word: { $commands }.
option-unknown = There is no option { $typed }. It is typed as { $usage }.
option-similar = There is no option { $typed }. Did you mean { $suggestion } as in { $usage }?
option-twice = The option { $option } stands there twice. Please give it once.
option-extra = I don't know what { $typed } is for. It is typed as { $usage }.
option-missing = The option { $option } is missing. It is typed as { $usage }.
option-empty = The option { $option } is empty. Leave it out, or write it as { $example }.
value-quote = A quotation mark is opened and not closed. Write it as { $example }.
value-long = { $option } is too long: { $length } characters, and { $maximum } fit. Please shorten it.
value-brief = { $option } is too short: it needs at least { $minimum } characters.
value-characters = { $option } contains a character that can't be shown safely ({ $character }). Please leave it out.
value-amount = { $option } has to be a whole number from { $minimum } to { $maximum } in plain digits; { $typed } is not.
value-choice = { $option } can't be { $typed }. Choose one of: { $choices }.
value-tags = { $option } takes up to { $most } short words between commas, such as { $example }.
value-date = { $option } has to be a date or a number of days, such as { $example }.
value-range = { $option } has to be from { $minimum } to { $maximum }.
rank-needed = That takes the rank of { $rank } ({ $whose }). Ask somebody of the staff.
member-unknown = I don't know { $member } here. They have to say something to me first, such as /connects balance.
page-deep = Page { $page } is too far back; go there with the More button, or give days or a kind. The last page that can be typed is { $deepest }.
operation-unknown = I find no operation { $operation } for you. { $list } shows the numbers.
wallet-short = { $member ->
    [none] This costs { $price } and you have { $balance }: you are { $missing } short. { $grant ->
        [0] No monthly grant is coming; interviews won bring Connects.
       *[other] The next grant brings { $grant } on { $next_grant }.
     }{ $buy ->
        [none] {""}
       *[some] {" "}More can be bought: { $buy }.
     }
    [agency] This costs { $price } and { $member } has { $balance }: it is { $missing } short. { $grant ->
        [0] No monthly grant is coming; interviews won bring it Connects.
       *[other] The next grant brings { $grant } on { $next_grant }.
     }{ $buy ->
        [none] {""}
       *[some] {" "}Its owner and admins can buy more: { $buy }.
     }
   *[some] { $member } has { $balance }, { $missing } less than that. To take all there is, add all:yes.
 }
wallet-empty = { $member } has no Connects, so there is nothing to take.
job-unknown = There is no job { $job } here. { $list } shows what is open.
job-closed = { $job } is { $state } since { $ended }. { $jobs } shows what is open.
job-own = { $agency ->
    [none] { $job } is yours, so you can't apply to it. { $list } shows who did.
   *[agency] { $job } is of somebody in { $name } ({ $agency }), so the agency can't apply to it. Look for another with /jobs.
 }
job-price = A job can't cost { $price } here. Choose one of: { $allowed }.
job-closes = A job has to close in the future, within { $days } days. Write a date or days, such as { $example }.
job-hires = { $job } has { $hired } hires already, so it needs at least { $minimum }. To end it now, close it.
job-unchanged = Nothing of { $job } was changed. Name what should change, such as { $example }.
job-hired = { $job } has a hire, so it can't be cancelled any more. { $close } closes it.
proposal-unknown = There is no proposal { $proposal } of yours. { $list } shows them.
proposal-twice = { $agency ->
    [none] You applied
   *[agency] { $name } applied
 } to { $job } already: { $proposal } is { $state }.
proposal-own = { $agency ->
    [none] { $proposal } is your own; somebody else has to decide on it.
   *[agency] { $proposal } is of your agency { $name }; somebody outside it has to decide on it.
 }
proposal-state = { $proposal } is { $state }, so it can't be { $wanted }.
letter-missing = { $job } wants a message to the client. { $apply } opens the form again.
admin-self = You can't give Connects to yourself while others of the staff are here. Ask one of them.
admin-limit = { $amount } would pass your daily limit of { $limit }; left until { $again }: { $left }.
policy-value = { $name } can't be that: { $reason } { $list } shows all values.
policy-bad_unknown = there is no such value; the nearest is { $suggestion }.
policy-bad_number = it takes whole numbers from { $minimum } to { $maximum }.
policy-bad_choice = it takes one of: { $choices }.
policy-bad_zone = { $typed } is no time zone; write one such as Europe/Madrid.
policy-bad_sense = { $one } would not fit { $other } then.

## Wallets

balance = { $agency ->
    [none] You have { $balance } on the { $plan } plan.
   *[agency] { $name } ({ $agency }) has { $balance }.
 }
balance-grant = The next grant brings { $amount } on { $next_grant }.
balance-expiring = Next to expire: { $expiring }, with { $expires }.
balance-window = Interviews earned { $used } of { $cap } this week; the next week begins { $ends }.
balance-rolling = Interviews earned { $used } of { $cap } in the last seven days.
history = { $agency ->
    [none] Your history. You have { $balance }.
   *[agency] The history of { $name }. It has { $balance }.
 }
history-empty = Nothing has moved here yet.
history-line = { $when } · { $change } · { $what } · balance { $balance } · #{ $operation }
why = { $count ->
    [0] { $agency ->
        [none] You have
       *[agency] { $name } has
     } no Connects right now.
   *[other] { $agency ->
        [none] You have
       *[agency] { $name } has
     } { $balance }. This is what they are made of, in the order in which they are spent:
 }
why-lot = { NUMBER($left) } of { $amount }: { $origin } on { $issued }, until { $expires } (#{ $operation })
why-operation = Operation { $operation }: { $what }
why-entry = { $change }: from { $before } to { $after } in the wallet of { $member }
why-use = { $change } in lot { $lot } ({ $origin }, until { $expires })
label-actor = By
label-budget = Budget
label-category = Category
label-client = Client
label-closes = Closes
label-decided = Decided
label-due = Due
label-hires = Hires
label-policy = Policy version
label-price = Price
label-proposals = Proposals
label-skills = Skills
label-state = State
value = { $value }
value-number = { $value }
value-of = { $value } of { $all }
export = Your history: { $lines ->
    [one] one line
   *[other] { $lines } lines
 }, in { $file }.

## The rules in words

rules = The rules that hold here, version { $version }, from the preset { $preset }:
rules-price_list = A proposal costs what its job costs, which is one of { $prices } Connects.
rules-price_range = A proposal costs what its job costs: from { $minimum } to { $maximum }.
rules-grant = On the 1st of each month at 00:00 ({ $zone }) Basic gets { $basic }, Plus { $plus } in all.
rules-gift = Whoever joins gets { $gift }, once.
rules-bonus = An interview that the client starts and you answer within { $days } days earns { $bonus }, at most { $cap } from Monday to Sunday.
rules-bonus_rolling = An interview that the client starts and you answer within { $days } days earns { $bonus }, at most { $cap } in any seven days.
rules-pair = The same client and freelancer earn one bonus a window.
rules-life = Connects end { $years ->
    [one] a year
   *[other] { $years } years
 } after they came, at the end of that day.
rules-burn_soonest = What ends soonest is spent first.
rules-burn_oldest = What is oldest is spent first.
rules-returns = A job that its client calls off before a hire, or that staff remove, returns everything to where it came from; what would have ended meanwhile lasts { $days } days more.
rules-no_returns = Nothing comes back when you withdraw, are declined, or another is hired, nor when a job expires.
rules-letter_required = A proposal needs a message to the client.
rules-letter_optional = A proposal may carry a message to the client.
rules-jobs = A job closes by itself after { $days } days unless it names a date.
rules-staff = One of the staff may give, or take, up to { $limit } a day; each time it stands in the log.

## The board

jobs = { $count ->
    [0] No jobs to show.
    [one] One job:
   *[other] { $count } jobs:
 }
jobs-none = Nothing fits. { $jobs } shows jobs of every state.
jobs-line = { $job } · { $title } · { $price } · { $state } · { $proposals ->
    [one] one proposal
   *[other] { $proposals } proposals
 } · until { $closes }
job-posted = { $job } is on the board. A proposal costs { $price }; it closes with { $closes }.
job-shown = { $job }: { $title }
job-card = { $job }: { $title }
job-edited = { $job } was changed: { $changed }. Proposals keep what they paid.
job-closed_now = { $job } is closed ({ $state }). Its proposals are archived and nothing is returned; to call a job off and return the Connects there is { $cancel }, before closing.
job-cancelled = { $job } is cancelled. Returned to those who applied: { $returned }.
job-removed = { $job } is off the board. Returned to those who applied: { $returned }.
job-ended = Your job { $job } ({ $title }) is { $state } now.{ $reason ->
    [none] {""}
   *[some] {" "}Reason: { $reason }
 }
apply-form = Which job is it? { $agency ->
    [none] You have { $balance }.
   *[agency] { $name } has { $balance }.
 }
apply-form_for = { $job }: { $title }. It costs { $price } of { $agency ->
    [none] your { $balance }
   *[agency] the { $balance } of { $name }
 }; left after that: { $after }.
apply-returns_also = They come back if the client calls the job off before a hire or staff remove it.
apply-returns = They come back if the client calls the job off before a hire or staff remove it, and not otherwise.
apply-paid = You applied to { $job } with { $proposal }. Paid: { $paid }{ NUMBER($boost) ->
    [0] {""}
   *[other] , and { $boost } as a boost (place { $place } of { $places })
 }; { you-have } left.
proposals = { $job ->
    [none] { $agency ->
        [none] { $count ->
            [0] You have no proposals.
           *[other] Your proposals:
         }
       *[agency] { $count ->
            [0] { $name } has no proposals.
           *[other] The proposals of { $name }:
         }
     }
   *[some] { $count ->
        [0] { $job } has no proposals yet.
        [one] { $job } has one proposal:
       *[other] { $job } has { $count } proposals:
     }
 }
proposals-none = None yet. { $jobs } shows what is open.
proposals-line = { $proposal } · { $job } { $title } · { $state } · paid { $paid }{ $agency ->
    [none] {""}
   *[agency] {" "}by { $name }, sent by { $member }
 } · { $at }
proposals-line_client = { $place ->
    [0] {""}
   *[other] { $place }.{" "}
 }{ $proposal } · { $member }{ $agency ->
    [none] {""}
   *[agency] {" "}of { $name }
 } · { $state } · { $at }
proposal-withdrawn = { $proposal } on { $job } is withdrawn. What it paid is not returned.
proposal-shortlisted = { $proposal } of { $member } is on the shortlist for { $job }.
proposal-archived = { $proposal } of { $member } is archived.
proposal-declined = { $proposal } of { $member } is declined. You may still hire them.
proposal-hired = { $member } is hired for { $job } ({ $hired } of { $hires }). The job is { $job_state }.
interview-asked = Your question went to { $member } ({ $proposal }). The answer will come back to you.
interview-answered = Your answer to { $job } went to the client. { $agency ->
    [none] You have { $balance }
   *[agency] { $name } has { $balance }
 }; interviews earned { $window_used } of { $window_cap } in this window.
bonus-paid = It earned { $bonus }.
bonus-cap = It earned { $bonus }: the window has room for { $cap } in all, and { $used } are used.
bonus-late = It earned nothing: answers earn within { $days } days.
bonus-free = It earned nothing: the proposal was free.
bonus-ended = It earned nothing: the proposal was no longer live.
bonus-pair = It earned nothing: this client's interviews earned you a bonus in this window already.
bonus-off = Interviews earn no bonus here.

## Messages to others

proposal-arrived = { $proposal } on your job { $job } from { $member }{ $agency ->
    [none] {""}
   *[agency] {" "}of { $name }
 } ({ $count } so far).
proposal-was_withdrawn = { $member } withdrew { $proposal } from { $job }.
proposal-moved = { $state ->
    [hired] You are hired for { $job } ({ $title }).
   *[other] { $proposal } on { $job } ({ $title }) is { $state } now.
 }
proposal-closed = Your proposal on { $job } is archived: the job is { $state }.
proposal-returned = { $job } was { $state }.{ NUMBER($returned) ->
    [0] {""}
   *[other] {" "}{ $returned } came back{ $agency ->
        [none] {" "}to you
       *[agency] {""}
     }; { you-have }.
 }
interview-question = The client of { $job } ({ $title }) asks you about { $proposal }. Answered within { $days } days it earns { $bonus }{ $agency ->
    [none] {""}
   *[agency] {" "}for { $name }
 }.
interview-answer = { $member } answered your question about { $job } ({ $proposal }).
wallet-granted = { $by } gave you { $amount }; you have { $balance }.{ $reason ->
    [none] {""}
   *[some] {" "}Reason: { $reason }
 }
wallet-taken = { $by } took { $amount } from you; you have { $balance }.{ $reason ->
    [none] {""}
   *[some] {" "}Reason: { $reason }
 }
grant-announced = { $late ->
    [yes] The grants for { $periods } are here: { $connects } for { $members ->
        [one] one member
       *[other] { $members } members
     }.
   *[no] The grant for { $period } is here: { $connects } for { $members ->
        [one] one member
       *[other] { $members } members
     }.
 }{ $cycle ->
    [anniversary] {" "}Each comes on the day of the month of joining.
   *[calendar] {""}
 }
window-reset = A new week for interview bonuses: each wallet can earn up to { $cap } until { $ends }.
log-granted = { $by } gave { $member } { $amount }. Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }
log-granted_self = { $by } gave { $amount } to themselves, as the only one of the staff. Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }
log-taken = { $by } took { $amount } from { $member }. Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }
log-looked = { $by } looked into the wallet of { $member }.
log-plan = { $by } put { $member } on { $plan }. Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }
log-removed = { $by } removed { $job } ({ $title }). Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }
log-policy = { $by } changed the policy ({ $what }); it is version { $version } now.
log-resumed = { $by } let the chores run again.
chores-paused = The clock jumped by more than an hour, so grants, expiries and closings wait. If { $when } is right, let them run with /admin resume.
notice-aside = A message to { $channel } can't be delivered: { $error }
notice-late = it waited too long and is out of date.
notice-broken = it failed again and again; the bot's own log says why.
log-channel = { $by } chose { $to } for { $channel }.
log-role = { $by } gave the role { $role } the rank of { $rank }.
route-none = no channel was chosen for it.
route-closed = What is for { $channel } waits, since it can't be delivered: { $why } Then choose a channel with { $set }, or wait for an hour: I shall try again.
direct-shut = { $member }, I have something for you and can't send you direct messages. Allow them for this place and they come, for a week; or look at { $history } and { $proposals }.
place-only = I work in servers, where the Connects are. Please type it there.
place-not_member = You are not in that place any more, so I did nothing. Join it again, then press once more.
button-old = This button is from an older release. Please type the command; /help lists them.
tree-old = My commands were just renewed. Please wait a minute, then type it again.
channel-wanted = I have something to post and no channel for it. Choose one with { $set }, or publish the first job where jobs should stand.
discord-missing = In { $channel } I lack permissions. Grant them to my role there: { $permissions }.
discord-unknown_channel = the channel is gone. Choose another.
discord-no_messages = the person takes no direct messages.
discord-not_here = the person is not here any more.
discord-refused = Discord refused it (code { $code }).
discord-no_owner = the owner of the place is not known.

## Slack

slack-title = Connects
slack-send = Send
slack-close = Close
slack-moment = One moment …
slack-needed = This is needed.
slack-line = What would you like to do? Type it as a command.
slack-home = More
slack-home_more = Type a command in any channel, or use the buttons above. In a thread, open a message’s menu and choose Connects.
slack-mention = { $option } has to be chosen by name: type { $example }, and pick from what Slack offers. “{ $typed }” could be anybody.
slack-not_theirs = Whoever { $option } names can’t have Connects here: a bot, a guest, or somebody of another organisation.
slack-guest = Guests of this workspace have no Connects. Ask its admins to make you a full member.
slack-stranger = You are not of this workspace, so you have no Connects here. Ask its admins to invite you.
slack-bot = Bots have no Connects.
slack-unsure = Slack could not tell me who you are, so I did nothing. Please try again in a minute.
slack-uninstalled = I am not installed in this workspace any more. Ask its admins to install me again.
slack-no_file = I could not send you the file. Please try again in a minute; if it goes on, tell the staff.
slack-invite = I am not in { $channel } yet. Type { $invite } there and choose me; what waits is posted then.
slack-unknown_channel = I don’t see the channel { $channel }: it is gone, or it is private and I am not in it.
slack-archived = the channel { $channel } is archived.
slack-not_in_channel = I am not in { $channel }: type /invite there and choose me.
slack-restricted = only some may post in { $channel }: allow me there.
slack-missing = the app lacks the permission { $scope }: install it again from its manifest.
slack-no_messages = the person takes no direct messages.
slack-not_here = the person is not here any more.
slack-no_owner = the owner of the workspace is not known.
slack-refused = Slack refused it ({ $code }).

## Staff

admin-granted = { $member } got { $amount } and has { $balance }.
admin-taken = Taken from { $member }: { $amount }; left there: { $balance }.
admin-wallet = { $member } has { $balance } on { $plan }; interviews earned { $window_used } of { $window_cap } in this window.
admin-wallet_past = History:
plan-set = { $member } is on { $plan } now{ NUMBER($paid) ->
    [0] {""}
   *[other] {" "}and got { $paid } for the rest of the month
 }. The next grant: { $grant } on { $next_grant }.
policy-shown = The policy, version { $version }:
policy-line = { $name } = { $value }
policy-one = { $name } is { $value }. { $meaning }
policy-saved = Saved as version { $version }; it holds for what is decided from now on.
policy-change = { $name }: { $before } → { $after }
policy-same = It said that already.
chores-resumed = The chores run again.
chores-running = The chores were not paused.
ranked = The rank is { $rank }.
channel-set = { $channel } is the channel for { $use } from now on; what waited for it follows.
role-set = Whoever has the role { $role } has the rank of { $rank } from now on.

## Help

help = What you can say here:
help-line = { $command } · { $help }
help-topic = { $topic } · { $about }: { $words }
help-about-connects = your wallet
help-about-job = one job
help-about-proposal = your proposals, and those on your jobs
help-about-agency = people who share a wallet
help-about-quiz = the questions of the readiness test
help-about-admin = what staff do
help-more = { $topic } tells more about those that begin with a word, { $example } about one.
help-usage = { $usage }
help-option = { $option }{ $required ->
    [yes] {" "}(needed)
   *[no] {""}
 }, such as { $example }
help-command = { $command } · { $help }

## Operations, in a few words

op-community-founded = the community was founded
op-policy-saved = the policy was changed
op-window-reset = a new bonus week
op-chores-paused = the chores were paused
op-chores-resumed = the chores were resumed
op-member-joined = joined
op-member-left = left
op-member-returned = came back
op-member-ranked = rank changed
op-channel-set = a channel was chosen
op-role-set = a role got a rank
op-place-left = the bot was removed from the place
op-place-returned = the bot was let in again
op-gift = sign-up gift
op-plan-set = plan set to { $plan }
op-grant = grant for { $period }
op-grant-announced = a grant was announced
op-lot-expired = expired
op-staff-granted = given by { $actor }
op-staff-taken = taken by { $actor }
op-wallet-shown = looked into by { $actor }
op-job-posted = { $job } posted
op-job-edited = { $job } changed
op-job-filled = { $job } filled
op-job-expired = { $job } expired
op-job-cancelled = { $job } cancelled
op-job-removed = { $job } removed
op-proposal-submitted = { $proposal } on { $job }
op-proposal-shortlisted = { $proposal } shortlisted
op-proposal-archived = { $proposal } archived
op-proposal-declined = { $proposal } declined
op-proposal-hired = { $proposal } hired
op-proposal-withdrawn = { $proposal } withdrawn
op-proposal-returned = { $proposal } on { $job } returned
op-interview-asked = interview on { $proposal }
op-interview-answered = interview on { $proposal } answered

## The rule behind an operation

rule-community-founded = A new community starts with a shipped policy.
rule-policy-saved = Staff change the policy; it holds for what is decided after it.
rule-window-reset = Bonus weeks begin on Monday at 00:00 in the community's time zone.
rule-chores-paused = A clock that jumps by more than an hour pauses the chores.
rule-chores-resumed = Staff let the chores run again.
rule-member-joined = A person's first command, or their joining, opens the wallet.
rule-member-left = Who left keeps the wallet and gets no grants.
rule-member-returned = Who comes back gets grants from the next month on.
rule-member-ranked = A rank was given.
rule-channel-set = Staff choose the channels in which the bot posts.
rule-role-set = Staff say which rank a role gives.
rule-place-left = While the bot is not in a place its books are kept, and nothing happens by itself.
rule-place-returned = Back in its place, the bot does what fell due meanwhile.
rule-gift = Whoever joins gets the sign-up gift, once for ever.
rule-plan-set = Staff or a role set a plan. More than before is paid at once for the days that are left of the month; less counts from the next grant on.
rule-grant = Each month has one grant, on the 1st at 00:00 in the community's time zone, by the plan in force then: { $plan } for { $period }.
rule-grant-announced = A month's grant is announced once.
rule-lot-expired = What is past its end is not counted or spent.
rule-staff-granted = Staff may give Connects; each time it is written down and shown in the log.
rule-staff-taken = Staff may take Connects; each time it is written down and shown in the log.
rule-wallet-shown = Staff may look into a wallet; each time it is written down and shown in the log.
rule-job-posted = Staff and clients post jobs.
rule-job-edited = Price and text may change while a job is open; proposals keep what they paid.
rule-job-filled = When all hires are made a job is filled; its live proposals are archived.
rule-job-expired = When a job expires its live proposals are archived and nothing is returned.
rule-job-cancelled = A job cancelled before a hire returns everything to those who applied.
rule-job-removed = A job that staff remove returns everything to those who applied.
rule-proposal-submitted = A proposal pays the job's price at once, from what ends soonest.
rule-proposal-shortlisted = The client put the proposal on the shortlist.
rule-proposal-archived = An archived proposal gets nothing back.
rule-proposal-declined = A declined proposal gets nothing back.
rule-proposal-hired = The client hired the freelancer.
rule-proposal-withdrawn = A withdrawn proposal gets nothing back, not even later.
rule-proposal-returned = The job was cancelled or removed, so what the proposal paid went back to the lots that paid.
rule-interview-asked = The client starts an interview with a question.
rule-interview-answered = An answer in time earns the bonus, up to the window's cap.
