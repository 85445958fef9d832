# Rule 33: staff see what became of Connects and jobs in the last days.
!role ada staff
!role cleo client
ada> /admin stats
#= stats days=30 supply=80 gifts=80 spent=0 posted=0 open=0 proposals=0 members=2 active=2 hired=null per_job=null interview=null
#: The last 30 days, and how things stand now:
#: In wallets now: 80 Connects
cleo> /job post "Wind the clocks" price:4 hires:2 closes:60d
cleo> /job post "Oil the clocks" price:6 closes:60d
ana> /apply 1
ben> /apply 1
ana> /apply 2
ana> /boost 3 amount:5
!advance 3h
cleo> /proposal interview 1 "When?"
ana> /proposal answer 1 "At noon."
cleo> /proposal hire 2
!advance 3h
cleo> /proposal interview 3 "How?"
cleo> /job cancel 2
ada> /admin grant ben 25 "thanks"
ada> /admin take ben 5 "oops"
ada> /admin award ana badge top_rated
ana> /connects test q1:b q2:c q3:a q4:c q5:b
ana> /connects buy 40
ada> /admin confirm 1 "Bank 1"
# Four came and got 40 each; ana: -4 -6 -5 +11 +10 +30 +40 +40; ben: -4 +25 -5.
ada> /admin stats
#= stats supply=292 held=0 granted=0 gifts=160 bonuses=10 awards=70 bought=40 given=25 returned=11 spent=19 expired=0 taken=5 refunded=0
#: In wallets now: 292 Connects
#: Tests and awards: 70 Connects
#: Proposals a job: 1.5
#: Of them hired: 33 %
#: To a first interview, typically: 5 hours
ada> /admin stats 1
#= stats days=1 posted=2 open=1 proposals=3 members=4 active=4 supply=292
#: The last day, and how things stand now:
# A month on, only the grants are news; what was there stays.
!at 2027-01-01T00:00:00+00:00
!leave ben
ada> /admin stats 20
#= stats days=20 supply=372 granted=40 gifts=0 spent=0 posted=0 proposals=0 open=1 members=3 active=1 per_job=null
#: Monthly grants: 40 Connects
ada> /admin stats 0
#not discord: the option takes whole numbers within its limits
#! value.amount option=days
ana> /admin stats
#! rank.needed
