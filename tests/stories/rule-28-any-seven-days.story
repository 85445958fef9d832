# Rule 28: a rolling window counts the 168 hours up to the answer, its first instant left out.
!role ada staff
!role c1 client
!role c2 client
!role c3 client
ada> /admin policy bonus.window rolling
ada> /admin policy bonus.cap 15
#= policy.saved version=3
c1> /job post "Rehearsal" price:1
c2> /job post "Premiere" price:1
c3> /job post "Revival" price:1
ana> /apply 1
ana> /apply 2
ana> /apply 3
c1> /proposal interview 1 "One?"
c2> /proposal interview 2 "Two?"
c3> /proposal interview 3 "Three?"
ana> /proposal answer 1 "a"
#= interview.answered bonus=10 window_used=10 window_cap=15
ana> /connects balance
#: Interviews earned 10 of 15 in the last seven days.
# A Monday changes nothing, and nothing is announced.
!at 2026-11-30T08:59:59+00:00
#> none
ana> /proposal answer 2 "b"
#= interview.answered bonus=5 window_used=15
!advance 1s
ana> /connects balance
#= balance window_used=5
ana> /proposal answer 3 "c"
#= interview.answered bonus=10 window_used=15
# The pair is held to the same window.
c1> /job post "Encore" price:1
c2> /job post "Last night" price:1
ana> /apply 4
ana> /apply 5
c2> /proposal interview 5 "Two again?"
ana> /proposal answer 5 "d"
#= interview.answered bonus=0 window_used=15
!at 2026-12-07T09:00:00+00:00
c1> /proposal interview 4 "One again?"
ana> /proposal answer 4 "e"
#= interview.answered bonus=10 window_used=10
