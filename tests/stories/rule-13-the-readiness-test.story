# Rule 13: the readiness test has one try a day; passing it pays once for ever.
!role ada staff
ana> /connects test
#= test.form count=5 pass=4 paid=40
#: 5 questions; 4 right answers pass and bring 40 Connects, once.
#: There is one try a day. /connects rules says what holds here.
#form q1,q2,q3,q4,q5
!fill ana q1=b q2=c q3=b q4=a q5=b
#= test.failed right=3 of=5 again=2026-11-24T00:00:00+00:00
#: 3 of 5 right, which is not enough yet. You can try again from 24 November 2026, 00:00 UTC.
#buttons 1
#> none
ana> /connects balance
#= balance balance=40
ana> /connects test
#! test.today again=2026-11-24T00:00:00+00:00
#: You have had today's try. The next one is yours from 24 November 2026, 00:00 UTC; /connects rules has the answers.
ana> /connects test q1:b q2:c q3:a q4:c q5:b
#! test.today
!at 2026-11-23T23:59:59+00:00
ana> /connects test
#! test.today
!advance 1s
# The answers may be typed as well; what is missing opens the form.
ana> /connects test q1:b q2:c
#= test.form
#form q1,q2,q3,q4,q5
!fill ana q3=a q4=c q5=a
#= test.passed right=4 of=5 paid=40 balance=80
#: Passed: 4 of 5 right. It brings you 40 Connects; you have 80 Connects.
ana> /connects test
#! test.passed_already
#: You have passed the readiness test already, and once is enough. /connects awards shows it.
ana> /connects awards
#= awards awards.len=1 awards.0.what=test awards.0.paid=40
#: • 24 November 2026 · the readiness test · 40 Connects · #8
ana> /connects why
#= why lots.len=2 lots.1.source=test lots.1.left=40
ana> /connects why 8
#= why.operation kind=test.passed
#: Passing the readiness test pays once for ever; there is one try a day.
ana> /connects history kind:test
#= history entries.len=1 entries.0.amount=40
#: • 24 November 2026 · +40 · readiness test passed (4 of 5) · balance 80 · #8
# Leaving and coming back makes no new test.
!leave ana
!join ana
!advance 1d
ana> /connects test q1:b q2:c q3:a q4:c q5:b
#! test.passed_already

ben> /connects awards
#= awards awards.len=0
#: /connects test opens the readiness test; certifications and badges come from staff.
ben> /connects test q1:b q2:c q3:a q4:c q5:z
#not discord: it is none of the option's choices
#! value.choice option=q5
ben> /connects test q1:b q2:c q3:a q4:c q5:d
#! value.choice option=q5 typed=d choices="a, b, c"
ben> /connects test q1:b
#= test.form
!fill ben q2=c
#not discord: Discord asks for the field first
#! option.missing option=q3
# The day is that of the community's clocks.
ada> /admin zone Pacific/Auckland
ben> /connects test q1:a q2:a q3:a q4:a q5:a
#= test.failed right=1 again=2026-11-25T11:00:00+00:00
!advance 11h
ben> /connects test q1:b q2:c q3:a q4:c q5:b
#= test.passed right=5 of=5
# Where a day that is over comes back with another zone, it has had its try.
cat> /connects test q1:a q2:a q3:a q4:a q5:a
#= test.failed
ada> /admin zone Pacific/Honolulu
cat> /connects test
#! test.today again=2026-11-27T10:00:00+00:00

# What it pays and asks is the policy's.
ada> /admin policy gift.test 0
ada> /admin policy quiz.pass 5
dan> /connects rules
#: • The readiness test has 5 questions, and 5 right pass; there is one try a day. Passing it pays nothing.
dan> /connects test q1:b q2:c q3:a q4:c q5:a
#= test.failed right=4
!advance 1d
dan> /connects test q1:b q2:c q3:a q4:c q5:b
#= test.passed paid=0 balance=40
#: Passed: 5 of 5 right.
dan> /connects test
#! test.passed_already
