# Rule 28: at most 50 a window; a bonus that would pass it pays the rest, at the cap the answer counts and earns nothing.
!role ada staff
!role c1 client
!role c2 client
!role c3 client
!role c4 client
!role c5 client
!role c6 client
!role c7 client
# Five interviews at 9 make 45.
ada> /admin policy bonus.amount 9
c1> /job post "First role" price:1
c2> /job post "Second role" price:1
c3> /job post "Third role" price:1
c4> /job post "Fourth role" price:1
c5> /job post "Fifth role" price:1
c6> /job post "Sixth role" price:1
c7> /job post "Seventh role" price:1
ana> /apply 1
ana> /apply 2
ana> /apply 3
ana> /apply 4
ana> /apply 5
ana> /apply 6
ana> /apply 7
#= apply.paid balance=33
c1> /proposal interview 1 "One?"
c2> /proposal interview 2 "Two?"
c3> /proposal interview 3 "Three?"
c4> /proposal interview 4 "Four?"
c5> /proposal interview 5 "Five?"
c6> /proposal interview 6 "Six?"
c7> /proposal interview 7 "Seven?"
ana> /proposal answer 1 "a"
ana> /proposal answer 2 "b"
ana> /proposal answer 3 "c"
ana> /proposal answer 4 "d"
ana> /proposal answer 5 "e"
#= interview.answered bonus=9 window_used=45 window_cap=50 balance=78
ada> /admin policy bonus.amount 10
ana> /proposal answer 6 "f"
#= interview.answered bonus=5 window_used=50 window_cap=50 balance=83
#: Your answer to job-6 went to the client. You have 83 Connects; interviews earned 50 of 50 in this window.
#: It earned 5 Connects: the window has room for 50 in all, and 50 are used.
ana> /connects balance
#= balance balance=83 window_used=50 window_cap=50
ana> /proposal answer 7 "g"
#= interview.answered bonus=0 window_used=50 balance=83
#> c7 interview.answer proposal=7

# It is not made up later; the new week begins at 0 of 50.
!at 2026-11-29T23:59:59+00:00
#> none
ana> /connects balance
#= balance window_used=50
!advance 1s
#> #news window.reset start=2026-11-30T00:00:00+00:00 ends=2026-12-07T00:00:00+00:00 cap=50
ana> /connects balance
#= balance balance=83 window_used=0 window_cap=50
ana> /proposal answer 7 "g again"
#! proposal.state state=answered
