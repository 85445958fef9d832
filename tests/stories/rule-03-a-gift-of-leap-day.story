# Rule 3: a lot of 29 February ends with 1 March.
#now 2028-02-29T12:00:00+00:00
!role ada staff
# (A rolling bonus window has no weeks to announce; that keeps the year short.)
ada> /admin policy bonus.window rolling
ada> /admin policy grant.basic 0
ana> /connects balance
#= balance balance=40
#: Next to expire: 40 Connects, with 1 March 2029.
!at 2029-02-28T23:59:59+00:00
ana> /connects balance
#= balance balance=40
!at 2029-03-01T23:59:59+00:00
ana> /connects balance
#= balance balance=40
!advance 1s
ana> /connects balance
#= balance balance=0
