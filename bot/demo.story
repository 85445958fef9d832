# What `connects demo` plays. A console script: `connects chat --db :memory: --now 2026-11-23T09:00:00Z --script`
# runs it, too. Comments are for the audience: `##` begins a scene, `#` tells, `#! key` expects a refusal of the
# line above, `#proof` checks the books and says what came of it. These first lines are told to nobody.

## Monday, 23 November 2026, nine o'clock
# A community of freelancers. Nothing is set up but the bot. Ada keeps the house, Cleo has work to give.
!role ada staff
!role cleo client
# Whoever speaks for the first time has a wallet, and forty Connects in it.
ana> /connects balance

## A job, and how to find it
cleo> /job post title:"Logo for a bakery" description:"Round, warm, no bread." budget:"300 EUR" price:6 skills:logo
# Everybody sees the card in #jobs. Ana looks for it on the board, and mistypes.
ana> /jbos skill:logo
#! command.similar
ana> /jobs skill:logo

## Applying costs Connects
# The card's button opens a form. It tells the price, and what stays, before anything is paid.
ana> !press 1
!fill ana message="I drew the sign of the café next door."
ben> /apply job-1 "Logos since 1998."
# Nobody pays twice by mistake.
ana> /apply job-1
#! proposal.twice

## The client chooses
cleo> /proposals job-1
cleo> /proposal shortlist proposal-1
cleo> /proposal interview proposal-1 "Which colours would you take?"
# Who answers a client's question earns ten Connects, up to fifty a week.
ana> /proposal answer proposal-1 "Ochre, and a little cream."
cleo> /proposal hire proposal-1 "Please begin."

## A job that is called off
# Before a hire, the client may call a job off, and all Connects go back to the very lots that paid.
cleo> /job post "Website of a bakery" price:4
ben> /apply job-2 "Small and fast."
cleo> /job cancel job-2
ben> /connects history

## Staff, in the open
# What staff do to a wallet has a reason, a limit, and a line in #log.
ada> /admin grant ben 25 reason:"won the poster contest"
ada> /admin take ben 500 reason:"the poster was copied"
#! wallet.short
ada> /admin take ben 500 reason:"the poster was copied" all:yes
ada> /admin wallet ben
ada> /admin plan ana plus reason:"she pays for it"
# The rules are numbers that staff can change, and that everybody can read. What would a change have meant?
ada> /admin preview cover_letter required
ada> /admin policy cover_letter required
ben> /connects rules

## Too few Connects
cleo> /job post "Menu in three languages" price:2 closes:14d
# Ben has none left. The bot tells what is missing, and when more comes.
ben> /apply job-3 "Trois langues."
#! wallet.short

## A place further up
# Whoever wants to stand first bids on top. What holds no place when the auction closes comes back.
cleo> /job post "Poster for the fair" price:1
ana> /apply job-4 "In three colours." boost:3
dora> /apply job-4 "In two." boost:4
ana> /boost proposal-4 6
cleo> /proposals job-4

## The month turns
# Nobody has to do anything on the 1st. The bot pays, and says so; a new week for interviews begins as well.
!at 2026-12-01T00:00:00+00:00
ana> /connects balance
ben> /apply job-3 "Trois langues, encore."
# Where does a balance come from? Lot by lot, and why.
ana> /connects why
ana> /connects why 11

## When something breaks
# The power fails, and a platform delivers the same message again. It is done once, and answered as before.
ana> /apply job-3 "Three, and a half."
!restart
!again
# A job that nobody is hired for closes by itself.
!advance 7d
ana> /proposals

## Everything adds up
# Every Connect that ever moved stands in a journal: to take along, and to prove.
ben> /connects export
#proof {checks} checks of the books: {offended} found anything wrong.
# Your turn: `connects chat` opens the bot in this terminal. Say /help when you are in.
