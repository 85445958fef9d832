# Rule 32: an agency has one owner, admins, members and a wallet of its own; who is asked accepts or declines.
!role ada staff
ana> /agency create Red Pens
#= agency.created agency=2 name="Red Pens"
#: Red Pens is founded: agency-2, and you own it. /agency invite asks others to join.
ana> /connects history
#= history
