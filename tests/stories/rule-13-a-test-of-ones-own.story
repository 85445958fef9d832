# Rule 13: staff write a readiness test of their own, question by question; each change is a version of the policy.
!role ada staff
ada> /quiz show
#= quiz own=false count=5 pass=4
#: 1. You withdraw a proposal. What comes back?
#: • a: Half of what it paid
#: • b: Nothing ✓
#buttons 1
ada> /quiz remove 1
#! quiz.number number=1 count=0
#: There is no question 1 of your own; there are none. /quiz show shows them.
ada> /quiz show
ada> !press 1
#= form.open
#form ask,choices,right
!fill ada ask="Which channel is for questions of newcomers, and nothing else?" choices="Hall\nHelp\nNews" right=2
#= quiz.saved version=2 own=true count=1
#: Saved as version 2. The readiness test asks this question of your own:
#: • 1. Which channel is for questions of newcomers, and nothing else?
#> #log log.policy by=ada version=2
#: ada changed the policy (quiz_add); it is version 2 now.
ana> /connects test
#= test.form count=1 pass=1
#form q1
ada> /quiz add "Who helps?" "Everybody | Nobody" 1
#= quiz.saved version=3 count=2
# What was asked and what is asked now differ, so nothing is counted.
!fill ana q1=b
#! test.changed
#: Staff changed the questions while you read them, so nothing was counted. /connects test shows the new ones.
ana> /connects test
#form q1,q2
# Another change of the policy leaves the questions as they were.
ada> /admin policy grant.basic 12
!fill ana q1=b q2=b
#= test.failed right=1 of=2
ana> /connects test q1:b
#! test.today
ben> /connects test q1:b q2:a q3:a
#! test.answers count=2
#: The test has 2 questions, so the last answer is q2. Leave out the others.
ben> /connects test b c
#! value.choice option=q2 choices="a, b"
ben> /connects test b a
#= test.passed right=2 of=2 paid=40 balance=80

ada> /quiz add "Too few?" "Yes" 1
#! quiz.choices
#: A question needs from 2 to 5 different choices of at most 60 characters, with | between them, such as choices:"Yes | No".
ada> /quiz add "Alike?" "Yes | yes" 1
#! quiz.choices
ada> /quiz add "Wrong?" "Yes | No" 3
#! quiz.right right=3 count=2
#: There is no choice 3: the question has 2. Give the number of the right one.
ada> /quiz add "Three?" "One | Two | Three" 3
ada> /quiz add "Four?" "One | Two | Four" 3
ada> /quiz add "Five?" "Five | Six" 1
#= quiz.saved count=5
ada> /quiz add "Six?" "Five | Six" 2
#! quiz.full most=5
#: The test has 5 questions, and no more fit into its form. Take one out first: /quiz remove.
ada> /quiz show
#= quiz own=true count=5
#buttons 0
ada> /quiz remove 5
#= quiz.saved count=4
# A preset changes the numbers, not the questions.
ada> /admin preset upwork-2020
ada> /quiz remove 4
#= quiz.saved count=3
ada> /quiz remove 3
ada> /quiz remove 2
ada> /quiz remove 1
#= quiz.saved own=false count=5
#: Saved as version 13. The readiness test asks the five questions about the rules again:
ana> /quiz show
#! rank.needed
ana> /quiz add "Mine?" "Yes | No" 1
#! rank.needed
ana> /quiz remove 1
#! rank.needed
