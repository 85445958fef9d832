# Rule 31: 150 and 300 are for agencies, and only who runs one buys for it.
!role ada staff
ana> /connects buy
#= order.menu bundles.len=5
#: For an agency that you run there are 150 and 300 as well, such as /connects buy 150 agency:yes.
ana> /connects buy 150
#! order.bundle amount=150 agency=true
#: 150 Connects can't be bought at once, unless it is for an agency that you run. Choose one of 10, 20, 40, 60 and 80, such as /connects buy 10.
ana> /connects buy 150 agency:yes
#! agency.unknown agency=yes
ana> /connects buy 40 agency:"Ink and Paper"
#! agency.unknown agency="Ink and Paper"
#: You are in no agency Ink and Paper. /agency show lists yours; leave it out to act for yourself.
ana> /connects buy 300 agency:agency-7
#! agency.unknown
ana> /connects orders
#= orders orders.len=0
ada> /admin policy order.agency_bundles any
#= policy.saved
ana> /connects buy 150
#! order.bundle agency=false
