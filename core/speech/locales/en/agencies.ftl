## Agencies

you-have = { $agency ->
    [none] you have { $balance }
   *[agency] { $name } has { $balance }
 }
term-owner = owner
term-admin = admin
term-invited = invited
term-active = in it
term-agency = agency
button-accept = Accept
group-agency = Agencies: people who share a wallet
agency-created = { $name } is founded: { $agency }, and you own it. { $invite } asks others to join.
agency-invited = { $member } is invited to { $name } ({ $agency }).
agency-invitation = { $member } invites you to join { $name } ({ $agency }), whose people share a wallet.
agency-joined = You are in { $name } now. { $apply } applies with its Connects.
agency-has_joined = { $member } joined { $name }.
agency-declined = You turned the invitation of { $name } down.
agency-has_declined = { $member } turned the invitation of { $name } down.
agency-role_set = { $member } is { $role } of { $name } now.
agency-your_role = { $member } made you { $role } of { $name }.
agency-limited = { $limit ->
    [none] { $member } may spend any amount of { $name }.
   *[other] { $member } may spend up to { $limit } of { $name } in a month.
 }
agency-your_limit = { $limit ->
    [none] { $member } lifted your limit: you may spend any amount of { $name }.
   *[other] { $member } set your limit: you may spend up to { $limit } of { $name } in a month.
 }
agency-handed_over = { $name } is handed over to { $member }. You stay in it as an admin.
agency-is_yours = { $name } ({ $agency }) is yours now, after { $member }.
agency-left = You are not in { $name } any more.{ $frozen ->
    [yes] {" "}Nobody is, so its Connects can't be spent.
   *[no] {""}
 }
agency-has_left = { $member } left { $name }. What they sent for it stays with it.
agency-removed = { $member } is not in { $name } any more. What they sent for it stays with it.
agency-put_out = { $member } took you out of { $name }.
agency-is_frozen = { $member }, the owner of { $name }, left, and no admin could take over: its Connects can't be spent until they are back.
agency-is_thawed = { $member }, the owner of { $name }, is back: its Connects can be spent again.
agency-withdrew = { $member } withdrew { $proposal } of { $name } from { $job }.
agency-answered = { $member } answered the client of { $job } for { $name } ({ $proposal }).{ NUMBER($bonus) ->
    [0] {""}
   *[other] {" "}It earned { $bonus }.
 }
agency-shown = { $name } ({ $agency }) has { $balance }.{ $frozen ->
    [yes] {" "}They can't be spent: it is frozen.
   *[no] {""}
 }
agency-person = { $member } · { $role } · spent { $spent } this month, { $limit ->
    [none] without a limit
   *[other] of { $limit }
 }
agency-list = Your agencies:
agency-line = { $agency } · { $name } · { $role }
agency-none = None yet. { $create } founds one.
admin-agency = { $name } ({ $agency }) has { $balance }.{ $frozen ->
    [yes] {" "}It is frozen.
   *[no] {""}
 }
log-looked_agency = { $by } looked into the wallet of { $name } ({ $agency }).

agency-unknown = { $agency ->
    [none] You are in no agency yet. { $list } lists yours and what you are invited to.
    [yes] You are in no agency yet. { $list } lists yours and what you are invited to.
   *[some] You are in no agency { $agency }. { $list } lists yours; leave it out to act for yourself.
 }
agency-which = That could be { $agencies }. Name one of them with agency:, such as agency:agency-7; { $list } lists yours.
agency-owner_already = { $member } owns an agency already: { $agency }. One is the most; /agency handover gives it to somebody else.
agency-role_needed = In { $name } ({ $agency }) that takes the { $role }. { $show } tells who that is; ask them.
agency-frozen = { $name } ({ $agency }) has no owner, so it is frozen: its Connects can't be spent. If its owner comes back it goes on; until then apply for yourself.
agency-away = { $member } is not here any more. Invite somebody who is.
agency-already = { $member } is { $state ->
    [invited] invited to { $name } already. They answer with /agency accept.
   *[other] in { $name } already. /agency show lists everybody.
 }
agency-not_in = { $member } is not in { $name } ({ $agency }). /agency show lists who is.
agency-is_owner = { $member } owns { $name }. { $handover } makes somebody else its owner first.
agency-hand_over = You own { $name }, and others are in it. Hand it over first: { $handover }, with the member who is to own it.
agency-limit = That takes { $price } of { $name }, and your limit there is { $limit } a month; left until { $ends }: { $left }. Its owner or an admin can raise it with /agency limit.

op-agency-created = { $agency } founded
op-agency-invited = { $member } invited to { $agency }
op-agency-joined = { $member } joined { $agency }
op-agency-declined = invitation of { $member } to { $agency } turned down or taken back
op-agency-role_set = { $member } is { $role } of { $agency }
op-agency-limited = limit of { $member } in { $agency }: { $limit }
op-agency-handed_over = { $agency } handed over to { $member }
op-agency-left = { $member } is out of { $agency }
op-agency-frozen = { $agency } frozen
op-agency-thawed = { $agency } thawed
rule-agency-created = An agency has one owner and a wallet of its own; each member may own one.
rule-agency-invited = An agency's owner and admins ask members to join.
rule-agency-joined = Who is invited to an agency joins by accepting.
rule-agency-declined = An invitation is turned down by whom it was sent to, or taken back by who runs the agency.
rule-agency-role_set = An agency's owner says who its admins are.
rule-agency-limited = An agency's owner and admins may limit what its people spend in a month.
rule-agency-handed_over = An agency is handed over by its owner, or taken over by its longest-serving admin when the owner leaves the community.
rule-agency-left = Who is out of an agency acts for it no longer; the agency keeps the proposals made for it.
rule-agency-frozen = An agency without an owner is frozen: nothing is spent, and its Connects go on ageing.
rule-agency-thawed = When the owner of a frozen agency comes back, it goes on.
rules-agency = An agency (/agency create) has a wallet of its own: /apply with agency: pays from it, and its interviews earn for it. Nothing moves between it and its people.
rules-agency_limit = Its owner and admins may limit what each of its people spends of it in a month.
rules-agency_grant = An agency gets { $monthly } a month.
