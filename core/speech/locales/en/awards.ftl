## The readiness test

test-form = { $count } questions; { $pass } right answers pass{ NUMBER($paid) ->
    [0] .
   *[other] {" "}and bring { $paid }, once.
 }
test-once_a_day = There is one try a day. /connects rules says what holds here.
test-passed = Passed: { $right } of { $of } right.{ NUMBER($paid) ->
    [0] {""}
   *[other] {" "}It brings you { $paid }; you have { $balance }.
 }
test-failed = { $right } of { $of } right, which is not enough yet. You can try again from { $again }.
test-passed_already = You have passed the readiness test already, and once is enough. { $awards } shows it.
test-today = You have had today's try. The next one is yours from { $again }; { $rules } has the answers.
test-changed = Staff changed the questions while you read them, so nothing was counted. { $test } shows the new ones.
test-answers = The test has { $count ->
    [one] one question
   *[other] { $count } questions
 }, so the last answer is { $last }. Leave out the others.
form-connects-test = Readiness test
form-choice = { $choice }: { $label }
field-q1 = Question 1
field-q2 = Question 2
field-q3 = Question 3
field-q4 = Question 4
field-q5 = Question 5
option-q1 = Your answer to the first question
option-q2 = Your answer to the second question
option-q3 = Your answer to the third question
option-q4 = Your answer to the fourth question
option-q5 = Your answer to the fifth question
option-version = The version that it is about

quiz-1 = You withdraw a proposal. What comes back?
quiz-1_a = Half of what it paid
quiz-1_b = Nothing
quiz-1_c = All that it paid
quiz-2 = A client cancels a job before anybody is hired. What does your live proposal get back?
quiz-2_a = Nothing
quiz-2_b = Half of what it paid
quiz-2_c = All that it paid
quiz-3 = How often can one person get the gift for joining?
quiz-3_a = Once
quiz-3_b = Once a year
quiz-3_c = Each time they join
quiz-4 = Who gets your answer in an interview?
quiz-4_a = Everybody who applied
quiz-4_b = The whole community
quiz-4_c = The client
quiz-5 = What do members see of each other's Connects?
quiz-5_a = The balance
quiz-5_b = Nothing
quiz-5_c = Balance and history

## The test as staff write it

quiz = { $own ->
    [yes] The readiness test asks { $count ->
        [one] one question
       *[other] { $count } questions
     } of your own; { $pass } right pass.
   *[no] The readiness test asks { $count } questions about the rules; { $pass } right pass. Your own would take their place.
 }
quiz-line = { $number }. { $ask }
quiz-choice = { $letter }: { $choice }{ $right ->
    [yes] {" "}✓
   *[no] {""}
 }
quiz-edit = { $add } adds a question of your own, { $remove } takes one out.
quiz-saved = Saved as version { $version }. The readiness test asks { $own ->
    [yes] { $count ->
        [one] this question
       *[other] these { $count } questions
     } of your own:
   *[no] the five questions about the rules again:
 }
quiz-full = The test has { $most } questions, and no more fit into its form. Take one out first: { $remove }.
quiz-choices = A question needs from 2 to { $most } different choices of at most { $longest } characters, with | between them, such as { $example }.
quiz-right = There is no choice { $right }: the question has { $count }. Give the number of the right one.
quiz-number = There is no question { $number } of your own; there { $count ->
    [0] are none
    [one] is one
   *[other] are { $count }
 }. { $list } shows them.
button-quiz_add = Add a question
form-quiz-add = A question for the test
form-quiz-remove = Take a question out
field-ask = The question
field-choices = Choices, one a line
field-right = Number of the right choice
field-number = Number of the question
option-ask = The question
option-choices = The choices, with | between them
option-right = The number of the right choice, from 1
option-number = The number of the question

## Certifications and badges

award-named = { $what ->
    [badge] the badge { $name ->
        [rising_talent] Rising Talent
        [top_rated] Top Rated
        [top_rated_plus] Top Rated Plus
       *[other] { $name }
     }
    [test] the readiness test
   *[certification] a certification in { $name }
 }
award-paid = { $member } has { award-named } now.{ NUMBER($paid) ->
    [0] {" "}It pays nothing here.
   *[other] {" "}Paid: { $paid }; the balance is { $balance }.
 }
award-twice = { $member } has { award-named } already, and each is awarded once. { $wallet } shows what they have.
award-badge = There is no badge { $name }. The badges are { $badges }.
award-skill = { $name } can't be the name of a skill: it takes one short word or a few, without commas, such as { $example }.
award-received = { $by } awarded you { award-named }.{ NUMBER($paid) ->
    [0] {""}
   *[other] {" "}It brings { $paid }; you have { $balance }.
 }
log-awarded = { $by } awarded { $member } { award-named } ({ $paid }).
log-awarded_self = { $by } awarded themselves { award-named } ({ $paid }), as the only one of the staff.
awards = { $count ->
    [0] You have no awards yet.
   *[other] What you have earned, each once:
 }
awards-none = { $test } opens the readiness test; certifications and badges come from staff.
awards-line = { $when } · { award-named } · { $paid } · #{ $operation }
admin-wallet_awards = Earned once:
option-what = A certification or a badge
term-certification = certification
term-badge = badge
term-test = readiness test
term-award = award
source-test = readiness test
source-award = award

## Who is most active

top = Most { $by ->
    [interviews] interviews answered
    [hires] hires
   *[proposals] proposals sent
 } in the last { $days ->
    [one] day
   *[other] { $days } days
 }:
top-line = { $rank }. { $member } · { $by ->
    [interviews] { $count ->
        [one] one interview
       *[other] { $count } interviews
     }
    [hires] { $count ->
        [one] one hire
       *[other] { $count } hires
     }
   *[proposals] { $count ->
        [one] one proposal
       *[other] { $count } proposals
     }
 }
top-none = Nobody yet. Ask for more days, or for something else with by:.
top-hide = Whoever does not want to stand here types { $hide }.
top-off = Nobody is counted here: staff turned /top off. { $jobs } shows what is open.
top-hidden = /top does not name you from now on. { $undo } changes that.
top-shown = /top may name you. { $undo } changes that.
option-by = What is counted
option-hidden = Whether /top leaves you out

## Statistics

stats = The last { $days ->
    [one] day
   *[other] { $days } days
 }, and how things stand now:
stats-supply = In wallets now
stats-held = Held for boosts now
stats-granted = Monthly grants
stats-gifts = Gifts for joining
stats-bonuses = Interview bonuses
stats-awards = Tests and awards
stats-bought = Bought
stats-given = Given by staff
stats-returned = Returned
stats-spent = Spent on proposals
stats-expired = Expired
stats-taken = Taken by staff
stats-refunded = Taken back for refunds
stats-undone = Moved by undoing
stats-posted = Jobs posted
stats-open = Jobs open now
stats-proposals = Proposals sent
stats-per_job = Proposals a job
stats-hired = Of them hired
stats-interview = To a first interview, typically
stats-members = Members now
stats-active = Members active
stats-ratio = { $whole }.{ $tenth }
stats-percent = { $percent } %

## The rules in words

rules-test = The readiness test has { $count ->
    [one] one question
   *[other] { $count } questions
 }, and { $right } right pass; there is one try a day. { NUMBER($paid) ->
    [0] Passing it pays nothing.
   *[other] Passing it brings { $paid }, once.
 }
rules-awards = A certified skill brings { $certification }, a badge { $badge }; staff award each once.
rules-top = /top names who { $by ->
    [interviews] answered most interviews
    [hires] was hired most often
   *[proposals] sent most proposals
 } in the last { $days ->
    [one] day
   *[other] { $days } days
 }, but for those who hide from it.

## Operations

op-test-passed = readiness test passed ({ $right } of { $of })
op-test-failed = readiness test tried
op-award-paid = awarded { award-named }
op-member-hid = hidden from /top
op-member-shown = shown in /top again
rule-test-passed = Passing the readiness test pays once for ever; there is one try a day.
rule-test-failed = There is one try at the readiness test a day.
rule-award-paid = Staff award a certified skill or a badge; each is had, and paid, once.
rule-member-hid = Members choose whether /top may name them.
rule-member-shown = Members choose whether /top may name them.
group-quiz = The readiness test of this community, for staff
