# Rule 32: the owner hands over before leaving; if not, the longest-serving admin takes over, else the agency freezes.
!role ada staff
!role cleo client
ana> /connects balance
ben> /connects balance
cam> /connects balance
dan> /connects balance
ada> /admin policy grant.agency 30
cleo> /job post "A poster" price:4
ana> /agency create Red Pens
#= agency.created agency=7
ana> /agency invite ben
ana> /agency invite cam
ana> /agency invite dan
ben> /agency accept
cam> /agency accept
dan> /agency accept
ana> /agency leave
#! agency.hand_over agency=7
#: You own Red Pens, and others are in it. Hand it over first: /agency handover agency:agency-7, with the member who is to own it.
ben> /agency handover cam
#! agency.role_needed role=owner
ana> /agency handover ana
#! agency.is_owner
ana> /agency handover cleo
#! agency.not_in
ana> /agency handover ben
#= agency.handed_over agency=7 member=ben
#> ben agency.is_yours agency=7 member=ana
#: Red Pens (agency-7) is yours now, after ana.
ana> /agency show
#= agency.shown owner=ben role=admin
!advance 1h
ben> /agency role cam admin
ben> /agency role dan admin

# The owner leaves the community: of the admins ana serves longest.
!leave ben
#> ana agency.is_yours member=ben
#> ana agency.has_left member=ben
ana> /agency show
#= agency.shown owner=ana members.len=3
ben> /agency show
#= agency.list agencies.len=0

# An admin who owns another agency is passed over.
cam> /agency create Blue Pens
#= agency.created agency=8
ana> /agency handover cam
#! agency.owner_already agency=8 member=cam
!leave ana
#> dan agency.is_yours member=ana
#> dan agency.has_left member=ana
!at 2026-12-02T00:00:00+00:00
#> ...
dan> /agency show
#= agency.shown owner=dan balance=30 frozen=false
dan> /agency invite ben
ben> /agency accept

# Nobody can take over: it freezes, and nothing is spent from it.
!leave dan
#> ben agency.is_frozen agency=7 member=dan
#> cam agency.is_frozen agency=7
ben> /agency show
#= agency.shown frozen=true owner=null balance=30
#: Red Pens (agency-7) has 30 Connects. They can't be spent: it is frozen.
ben> /apply 1 agency:yes
#! agency.frozen agency=7
#: Red Pens (agency-7) has no owner, so it is frozen: its Connects can't be spent. If its owner comes back it goes on; until then apply for yourself.
cam> /agency invite ada agency-7
#! agency.frozen
!at 2027-01-02T00:00:00+00:00
#> ...
ben> /connects balance agency:yes
#= balance balance=30 next_grant=null agency=7

# Its owner comes back: it thaws, and is theirs again. Missed months are not paid.
!at 2027-02-02T00:00:00+00:00
#> ...
!join dan
#> ben agency.is_thawed agency=7 member=dan
#> cam agency.is_thawed
ben> /connects balance agency:yes
#= balance balance=30 next_grant=2027-03-01T00:00:00+00:00
dan> /agency show
#= agency.shown owner=dan role=owner frozen=false

# The last one out leaves it frozen for good.
cam> /agency leave 7
ben> /agency leave
dan> /agency invite ben
dan> /agency leave
#= agency.left agency=7 frozen=true
#: You are not in Red Pens any more. Nobody is, so its Connects can't be spent.
ben> /agency accept
#! agency.frozen
dan> /agency create Green Pens
#= agency.created agency=9
# Lots go on ageing.
!at 2028-03-01T00:00:00+00:00
#> ...
ada> /admin agency agency-7
#= admin.agency balance=0 frozen=true
#> ...
