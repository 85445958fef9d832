# Rule 32: an agency has one owner, admins, members and a wallet of its own; who is asked accepts or declines.
!role ada staff
ben> /connects balance
cam> /connects balance
dan> /connects balance
ana> /agency show
#= agency.list agencies.len=0
#: None yet. /agency create founds one.
ana> /agency create AB
#not discord: the option's length has limits
#! value.brief
ana> /agency create Red Pens
#= agency.created agency=6 name="Red Pens"
#: Red Pens is founded: agency-6, and you own it. /agency invite asks others to join.
ana> /agency create "Blue Pens"
#! agency.owner_already agency=6
#: ana owns an agency already: agency-6. One is the most; /agency handover gives it to somebody else.

# Its owner invites; a direct message asks, with a button for each answer.
ana> /agency invite ben
#= agency.invited agency=6 member=ben
#> ben agency.invitation agency=6 member=ana name="Red Pens"
#: ana invites you to join Red Pens (agency-6), whose people share a wallet.
ana> /agency invite ben
#! agency.already state=invited
ben> /apply 1 agency:yes
#! job.unknown
ben> /agency show
#= agency.list agencies.len=1
#: • agency-6 · Red Pens · invited
#buttons 1
ben> /agency show agency-6
#! agency.unknown agency=agency-6
ben> /agency invite cam
#! agency.unknown
#: You are in no agency yet. /agency show lists yours and what you are invited to.
ben> /agency accept
#= agency.joined agency=6
#: You are in Red Pens now. /apply job-42 agency:agency-6 applies with its Connects.
#> ana agency.has_joined agency=6 member=ben
ana> /agency invite ben red pens
#! agency.already state=active
ana> /agency invite cam agency:"RED PENS"
#= agency.invited member=cam
#> ...
cam> /agency decline 6
#= agency.declined agency=6
#> ana agency.has_declined member=cam
cam> /agency accept
#! agency.unknown

# Members invite nobody; admins do.
ben> /agency invite cam
#! agency.role_needed role=admin
#: In Red Pens (agency-6) that takes the admin. /agency show agency-6 tells who that is; ask them.
ana> /agency role ben admin
#= agency.role_set member=ben role=admin
#> ben agency.your_role role=admin
ana> /agency role cam admin
#! agency.not_in member=cam
ana> /agency role ana member
#! agency.is_owner
ana> /agency role ben queen
#not discord: it is none of the option's choices
#! value.choice
ben> /agency invite cam
#= agency.invited member=cam
#> ...
ben> /agency remove cam
#= agency.removed member=cam
#> cam agency.put_out agency=6 member=ben
ben> /agency invite cam
#= agency.invited member=cam
#> ...
cam> /agency accept yes
#= agency.joined
#> ana agency.has_joined member=cam
!leave dan
ben> /agency invite dan
#! agency.away member=dan
ben> /agency invite eve
#not discord: whoever can be chosen is known
#not slack: whoever can be mentioned is there
#! member.unknown

# Limits: the owner sets anybody's but their own, admins those of members.
ben> /agency limit cam 20
#= agency.limited member=cam limit=20
#> cam agency.your_limit limit=20
#: ben set your limit: you may spend up to 20 Connects of Red Pens in a month.
ben> /agency limit ben none
#! agency.role_needed role=owner
ben> /agency limit ana 0
#! agency.is_owner
ana> /agency limit ben 0
#= agency.limited member=ben limit=0
#> ben agency.your_limit limit=0
ana> /agency limit ben none
#= agency.limited limit=null
#> ben agency.your_limit limit=null
ana> /agency limit ben lots
#! value.amount
cam> /agency limit cam none
#! agency.role_needed

cam> /agency show
#= agency.shown agency=6 name="Red Pens" balance=0 owner=ana role=member frozen=false members.len=3
#: Red Pens (agency-6) has 0 Connects.
#: • ana · owner · spent 0 Connects this month, without a limit
#: • ben · admin · spent 0 Connects this month, without a limit
#: • cam · member · spent 0 Connects this month, of 20 Connects
#buttons 2

# Somebody may be in several agencies, and then says which.
ben> /agency create Ink
#= agency.created agency=7
ben> /agency show
#= agency.list agencies.len=2
ben> /agency leave
#! agency.which agencies.len=2
#: That could be agency-6 and agency-7. Name one of them with agency:, such as agency:agency-7; /agency show lists yours.
ben> /agency show ink
#= agency.shown agency=7 role=owner
ben> /agency show "Pink"
#! agency.unknown agency=Pink
#: You are in no agency Pink. /agency show lists yours; leave it out to act for yourself.

# Who leaves, or is put out, is out; who comes back begins anew.
cam> /agency leave
#= agency.left agency=6 frozen=false
#> ana agency.has_left member=cam
cam> /agency show agency-6
#! agency.unknown
ana> /agency remove cam
#! agency.not_in
ana> /agency remove ana
#! agency.is_owner
ana> /agency invite cam
#> cam agency.invitation
cam> /agency accept
#= agency.joined
#> ...
cam> /agency show
#: • cam · member · spent 0 Connects this month, without a limit
ben> /agency remove cam agency-6
#= agency.removed
#> cam agency.put_out
ben> /agency remove ana agency-6
#! agency.is_owner
ana> /agency remove ben
#= agency.removed member=ben
#> ben agency.put_out
