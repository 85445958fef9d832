# Rule 29: an undone bonus makes room again in its window.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role c1 client
!role c2 client
ada> /admin policy bonus.cap 10
c1> /job post "First role" price:1
c2> /job post "Second role" price:1
ana> /apply 1
ana> /apply 2
c1> /proposal interview 1 "When?"
c2> /proposal interview 2 "When?"
ana> /proposal answer 1 "Now"
#= interview.answered bonus=10 window_used=10 balance=48
ana> /connects history
#= history entries.0.amount=10 entries.0.operation=20
ada> /admin undo 20 reason:"they are the same person"
#= undo.done amount=10 balance=38
ana> /connects balance
#= balance balance=38 window_used=0 window_cap=10
ana> /proposal answer 2 "Now"
#= interview.answered bonus=10 window_used=10 balance=48
