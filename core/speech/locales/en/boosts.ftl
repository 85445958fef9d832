## Boosts

term-closed = closed
term-off = off here
term-spent = spent
term-held = held
term-draft = a draft
button-boost = Boost
form-boost = Boost a proposal
field-boost = Boost on top (may stay empty)
field-amount = Your bid in Connects
option-boost = Connects to bid on top, for a place further up
boost-placed = { $proposal } bids { $boost } now and stands at place { $place } of { $places }; this took { $paid }. { $agency ->
    [none] You have { $balance }
   *[agency] { $name } has { $balance }
 }.
boost-form = Bid on a proposal of yours. You have { $balance }.
boost-form_for = A boost for { $proposal } on { $job }. { NUMBER($boost) ->
    [0] It bids nothing yet.
   *[other] It bids { $boost } and stands at place { $place }; you pay what you add.
 } { $agency ->
    [none] You have { $balance }
   *[agency] { $name } has { $balance }
 }.
boost-offer = The { $places } highest bids stand on top of the client's list until { $ends }, or the first hire. { $least } would take a place now. What holds no place at the end comes back.
boost-line = { $place }. { $proposal } of { $member }: { $boost }
boost-line_below = { $place }. { $proposal } of { $member }: { $boost }, below the places
boost-line_back = { $proposal } of { $member }: { $boost }, given back
boost-closed = { $why ->
    [off] Boosts are off here, so nothing was paid.
    [closed] The auction of { $job } is closed, so nothing was paid. { $show } has its result.
    [spent] That bid is spent already, so it can't be raised. { $show } has the table.
   *[other] That proposal is { $why }, so it takes no boost. { $show } has the table.
 }
boost-returns = The boost comes back, too, if it holds no place when the auction closes.
boost-low = Your bid is { $boost } already, and it can only go up. Bid { $minimum } or more.
boost-high = A bid is { $maximum } at most here. Bid that or less.
boost-full = { $job } has { $most } bids already, and takes no more. A proposal without a boost is still possible.
boost-fell = { $proposal } on { $job } fell to place { $place }: it bids { $boost }, and { $places } places are boosted. More than { $least } takes one again.
auction-won = The auction of { $job } is closed. { $proposal } stands at place { $place }, and its bid of { $boost } is spent.
auction-returned = The auction of { $job } is closed. { $proposal } held no place, so { $returned } came back; { you-have }.
job-boosts = Boosts, best first:
job-boosts_over = How the auction of boosts ended:
op-boost-placed = boost of { $proposal } on { $job }
op-boost-spent = boost of { $proposal } spent
op-auction-closed = auction of { $job } closed
rule-boost-placed = A boost is a bid on top of the price, held until the auction closes; a raise pays the difference.
rule-boost-spent = A boost that holds a place is spent when the client does something with its proposal; a withdrawn one is spent, too.
rule-auction-closed = When the auction closes, the bids that hold a place are spent and all others come back, at once.
rules-boosts = Bids on top of the price: the { $places } highest stand first on the client's list. An auction closes after { $days } days, at the first hire, or with the job; who holds no place then gets everything back.
rules-boosts_off = There are no boosts here.
rules-boost_maximum = A bid is { $maximum } at most.

## Drafts, reopening, warnings, invitations

button-publish = Publish
button-reopen = Reopen
job-drafted = { $job } is a draft that nobody else sees. { $publish } puts it on the board.
job-not_draft = { $job } is { $state }, so there is nothing to publish.
job-reopened = { $job } is open again, for { $price }, until { $closes }. What came back stays where it is; whoever applied before may apply again.
job-open = { $job } is { $state }, so it can't be reopened.
job-settling = { $job } has ended just now and { $left } of its proposals are still being settled. Please try again in a minute.
job-closing = Your job { $job } ({ $title }) closes on { $closes }, with { $live ->
    [0] no live proposal
    [one] one live proposal
   *[other] { $live } live proposals
 }. { $edit } gives it two weeks more.
job-invited = { $member } is invited to { $job } and can apply free of charge.
job-invitation = { $client } invites you to apply to { $job } ({ $title }), free of charge.
invite-own = { $job } is the job of { $member }, who can't be invited to it. Choose somebody else.
invite-left = { $member } is not here any more. Choose somebody else.
invite-twice = { $member } is invited to { $job } already.
invite-applied = { $member } applied to { $job } already: { $proposal } is { $state }.
op-job-drafted = { $job } drafted
op-job-published = { $job } published
op-job-reopened = { $job } reopened
op-job-invited = invitation to { $job }
rule-job-drafted = A draft is seen by nobody but its client and staff.
rule-job-published = A draft is put on the board.
rule-job-reopened = A job that ended is opened again, with a new auction; what was returned stays returned.
rule-job-invited = Whom the client invites applies free, and earns no interview bonus.
rules-invited = Whom a client invites applies free of charge, and earns no interview bonus.
rules-warned = A client is told { $days } days before a job closes.

## What comes back

proposal-unseen = The client of { $job } did nothing with { $proposal } for { $days } days, so { $returned } came back; { you-have }.
op-proposal-unseen = { $proposal } on { $job } returned unseen
rule-proposal-unseen = A proposal that its client leaves alone for too long is returned.
rules-unseen = A proposal that its client leaves alone for { $days } days comes back in full.
rules-expired_full = When a job expires, its live proposals get their price back.
rules-expired_percent = When a job expires, its live proposals get { $percent }% of their price back.
rules-no_returns_expired = Nothing comes back when you withdraw, are declined, or another is hired.
