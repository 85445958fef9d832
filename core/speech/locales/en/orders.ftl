# Buying Connects, and sending them to each other.

## Words that name states and sources

term-unpaid = unpaid
term-paid = paid
term-lapsed = lapsed
term-refunded = refunded
term-charged_back = charged back
source-bought = bought
source-transfer = sent by a member

## Buttons, forms, options

button-buy = { $amount } · { $cents }
button-confirm = Confirm the payment
button-orders = Your orders
form-admin-confirm = Confirm a payment
field-order = Order
field-receipt = Receipt
option-agency = The agency; yes for the only one you are in
option-order = The order, such as order-7
option-receipt = What the payment can be found by; good once

## Orders

order-menu = A Connect costs { $price }. { $bundles ->
    [none] You may buy any number of them.
   *[some] How many would you like?
 }
order-any = Say how many, up to { $most }, such as { $example }.
order-for_agency = For an agency that you run there are { $bundles } as well, such as { $example }.
order-made = { $order }: { $amount } for { $cents }.
order-how = Pay the staff until { $due } and name { $order } as you pay. They confirm it with a receipt, and the Connects are yours. What is not paid by then lapses.
order-pay = Pay by card until { $due }: { $link }
    The Connects are yours as soon as the payment is through, and you are told. What is not paid by then lapses; /connects orders shows the address again.
order-paid = { $order } of { $member } is paid: { $amount } for { $cents }. The balance is { $balance }.
order-refunded = { $order } of { $member } is refunded ({ $cents }). Taken back: { $taken }; the balance is { $balance }.{ NUMBER($missing) ->
    [0] {""}
   *[other] {" "}Spent or gone already: { $missing }.
 }
order-charged_back = { $order } of { $member } is charged back ({ $cents }). Taken back: { $taken }; the balance is { $balance }.{ NUMBER($missing) ->
    [0] {""}
   *[other] {" "}Spent or gone already: { $missing }.
 }
orders = { $count ->
    [0] No orders to show.
    [one] One order:
   *[other] { $count } orders:
 }
orders-none = { $buy } shows what can be bought.
orders-line = { $order } · { $member } · { $amount } for { $cents } · { $state } · { $at }{ NUMBER($missing) ->
    [0] {""}
   *[other] {" "}· not taken back: { $missing }
 }{ $pay ->
    [none] {""}
   *[some] {" "}· pay: { $pay }
 }
order-unknown = There is no order { $order } here. { $list } shows yours.
order-off = Connects can't be bought here. { $rules } tells how they are earned.
order-bundle = { $amount } can't be bought at once{ $agency ->
    [yes] , unless it is for an agency that you run
   *[no] {""}
 }. { $bundles ->
    [none] Any number up to { $most } can, such as { $example }.
   *[some] Choose one of { $bundles }, such as { $example }.
 }
order-many = You have { $count } orders that wait to be paid, and no more fit. Pay one, or let it lapse; { $list } shows them.
order-state = { $wanted ->
    [paid] { $order } is { $state }, so it can't be confirmed. { $state ->
        [lapsed] If it was paid all the same, give what is owed with /admin grant.
       *[other] /admin orders shows what waits to be paid.
     }
   *[other] { $order } is { $state }, so it can't be { $wanted }: that takes one that is paid, and happens once. See /admin orders.
 }
order-no_till = Payment by card is not set up by whoever hosts this bot, or not for this community. Staff can sell by hand: { $manual }.
order-sum = { $cents } can't be paid by card: that takes { $least } at least and { $most } at most. /connects buy shows what there is.
order-service = { $order } is paid by card, and Stripe says what becomes of it: refund it there, and it comes here by itself. What is owed all the same can be given with { $grant }.
payment-heard = { $outcome }
receipt-used = That receipt confirmed { $order } already, and a receipt is good once. Look at { $list }, then write the receipt of this payment.
agency-rank = Only the owner and the admins of { $agency } buy for it. Ask one of them, or buy for yourself: { $buy }.

## Transfers

transfer-sent = { $member } got { $amount }. You have { $balance } left, and may send { $left } more today.
transfer-off = Members can't send each other Connects here. { $rules } tells what holds.
transfer-self = You can't send Connects to yourself. Name somebody else, as in { $example } ben 5.
transfer-left = { $member } is not here any more, so nothing can be sent to them. Try again when they are back.
transfer-limit = { $member ->
    [none] { $amount } would pass the { $limit } that you may send in a day; left until { $again }: { $left }.
   *[some] { $amount } would pass the { $limit } that { $member } may be sent in a day; left until { $again }: { $left }.
 }
wallet-frozen = Your wallet is frozen, so nothing can be paid from it. Ask somebody of the staff why.

## Messages to others

order-waiting = { $member } ordered { $amount } for { $cents } ({ $order }). Once it is paid, confirm it with its receipt, until { $due }.
order-was_paid = { $order } is paid: { $amount } for { $cents }. { $agency ->
    [yes] The agency has
   *[no] You have
 } { $balance }.
order-was_taken_back = The money of { $order } went back ({ $state }), and { $taken } with it. { $agency ->
    [yes] The agency has
   *[no] You have
 } { $balance }.{ $reason ->
    [none] {""}
   *[some] {" "}Reason: { $reason }
 }
order-was_bought = { $order } is paid: { $amount } for { $cents }. { $agency ->
    [yes] The agency has
   *[no] You have
 } { $balance }.{ $late ->
    [yes] {" "}It had lapsed; the money came all the same, and so do the Connects.
   *[no] {""}
 }
order-money_gone = Of the money for { $order } { $gone } went back, and { $moved } with it. { $agency ->
    [yes] The agency has
   *[no] You have
 } { $balance }.
order-money_came = The money for { $order } is here again after all, and { $moved } with it. { $agency ->
    [yes] The agency has
   *[no] You have
 } { $balance }.
order-pay_failed = The payment for { $order } did not go through; nothing was taken. { $list } shows where it can be paid again, as long as the order stands.
transfer-received = { $by } sent you { $amount }; you have { $balance }.{ $reason ->
    [none] {""}
   *[some] {" "}Reason: { $reason }
 }
log-paid = { $by } confirmed { $order } of { $member }: { $amount } for { $cents }. Receipt: { $receipt }
log-paid_self = { $by } confirmed { $order } for themselves, as the only one of the staff: { $amount } for { $cents }. Receipt: { $receipt }
log-bought = { $member } paid { $order } by card: { $amount } for { $cents }.{ $late ->
    [yes] {" "}The order had lapsed; the money came all the same, so the Connects were credited.
   *[no] {""}
 }
log-money_gone = Of the { $cents } for { $order } of { $member } { $gone } went back{ $state ->
    [paid] {""}
   *[other] {" "}({ $state })
 }. Taken back now: { $taken }.{ NUMBER($missing) ->
    [0] {""}
   *[other] {" "}Missing, since it was spent or gone: { $missing }.
 }
log-money_came = Money for { $order } of { $member } ({ $cents }) came again: a dispute was won, or a refund failed. Given back: { $returned }.
payment-odd = A payment was not credited{ $paid ->
    [none] {""}
   *[some] {" "}({ $paid })
 }: { $why ->
    [account] it is of another Stripe account.
    [mode] it is test money where real money is taken, or the other way round.
    [amount] it is not what { $order } costs.
    [twice] { $order } is paid by another payment already.
    [used] it paid another order already.
   *[unknown] it names { $order }, and there is no such order to be paid by card.
 } Look for { $payment } at Stripe and refund it there, or give what is owed with { $grant }.
log-taken_back = { $by } noted that { $order } of { $member } ({ $cents }) is { $state }. Taken back: { $taken }.{ NUMBER($missing) ->
    [0] {""}
   *[other] {" "}Missing, since it was spent or gone: { $missing }.
 } Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }

## The rules in words

rules-order = A Connect costs { $price }. { $bundles ->
    [none] Up to { $most } can be bought at once.
   *[some] They are sold in packs of { $bundles }.
 }
rules-order_agency = Agencies can buy { $bundles } at once as well; only their owner and admins buy for them.
rules-order_hours = { $service ->
    [yes] An order is paid by card, through Stripe;
   *[no] An order is paid to the staff, who confirm it with a receipt;
 } unpaid it lapses after { $hours ->
    [one] an hour
   *[other] { $hours } hours
 }.
rules-refunds = Money that goes back takes back what is left of the Connects it bought.
rules-order_off = Connects can't be bought.
rules-transfers = Members may send each other Connects, and be sent, up to { $limit } a day; they end when they would have ended.
rules-transfers_off = Members can't send each other Connects.

## Operations, in a few words

op-order-made = { $order }: { CONNECTS($amount) } for { $cents }
op-order-paid = { $order } paid ({ $cents })
op-order-lapsed = { $order } lapsed
op-order-refunded = { $order } refunded ({ $cents })
op-order-charged_back = { $order } charged back ({ $cents })
op-order-bought = { $order } paid by card ({ $cents })
op-order-bought_late = { $order } paid by card after it had lapsed ({ $cents })
op-order-taken_back = { $gone } of { $cents } for { $order } gone back
op-order-given_back = money for { $order } came again
op-transfer-sent = sent by { $actor } to { $member }

## The rule behind an operation

rule-order-made = An order names its price; nothing comes before it is paid.
rule-order-paid = Staff confirmed with a receipt that the order was paid, and what it bought came as one lot.
rule-order-lapsed = An order that is not paid in its time lapses.
rule-order-refunded = Money given back takes back what is left of the lot it bought; a wallet never goes below zero.
rule-order-charged_back = A payment charged back takes back what is left of the lot it bought; a wallet never goes below zero.
rule-order-bought = Stripe said, signed, that the order was paid in full, and what it bought came as one lot; once, however often it is said.
rule-order-bought_late = The order had lapsed when its money came; the money came, so what it bought came as one lot.
rule-order-taken_back = Money that goes back, in parts too, takes back what is left of the share that it bought; a wallet never goes below zero.
rule-order-given_back = Money that comes again, since a dispute was won or a refund failed, gives back what was taken for it.
rule-transfer-sent = Members may send each other Connects within a daily limit; each of them keeps the end that it had.

## The pages where an order is paid

pay-title = { $amount } ({ $order })
pay-wait = The bot is just starting, or its records are not at hand. Nothing was paid; open this address again in a minute.
pay-unknown = This address names no order. Open it as it stands in the answer to /connects buy, or in /connects orders.
pay-late = { $order } ends in a few minutes, too soon to pay it. Order again with { $buy }.
pay-paid = { $order } is paid, and the Connects are there. You can go back to the chat.
pay-over = { $order } can't be paid any more. Order again with { $buy }.
pay-thanks = Thank you. As soon as Stripe confirms the payment for { $order }, the Connects are yours and you are told in the chat.
pay-back = Nothing was paid. { $order } stands until { $due }; until then the address in the chat leads to the payment again.
pay-down = Stripe can't be reached at the moment. Nothing was paid, and the order stands until { $due }: open this address again in a few minutes.
pay-refused = Stripe does not take this payment, so nothing was paid. Order again with { $buy }, or tell the staff.
