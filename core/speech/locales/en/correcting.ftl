## Undoing, freezing

undo-done = Operation { $operation } is undone: { $amount } moved back, and the wallet has { $balance }.
undo-twice = Operation { $operation } is undone already. An undoing can't be undone; give or take instead.
undo-not = Operation { $operation } can't be undone. What gave or took Connects can be, and applications that are not withdrawn or hired; for an order there is { $refund }.
undo-spent = Of the { $amount } of operation { $operation } only { $left } is left. To take back what is left, add all:yes.
freeze-done = Nothing can be paid from the wallet of { $member } now. What comes to it still comes.
freeze-undone = The wallet of { $member } pays again.
freeze-already = The wallet of { $member } is frozen already. { $thaw } lets it pay again.
freeze-not = The wallet of { $member } is not frozen, so there is nothing to thaw.
wallet-undone = { $by } undid operation { $operation } ({ $amount }); you have { $balance }.{ $reason ->
    [none] {""}
   *[some] {" "}Reason: { $reason }
 }
wallet-was_frozen = { $by } froze your wallet: nothing can be paid from it until staff thaw it.{ $reason ->
    [none] {""}
   *[some] {" "}Reason: { $reason }
 }
wallet-was_thawed = { $by } thawed your wallet: you can pay again.{ $reason ->
    [none] {""}
   *[some] {" "}Reason: { $reason }
 }
log-undone = { $by } undid operation { $operation } of { $member } ({ $amount }). Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }
log-frozen = { $by } froze the wallet of { $member }. Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }
log-thawed = { $by } thawed the wallet of { $member }. Reason: { $reason ->
    [none] none given
   *[some] { $reason }
 }
op-operation-undone = operation { $undone } undone
op-wallet-frozen = wallet frozen by { $actor }
op-wallet-thawed = wallet thawed by { $actor }
rule-operation-undone = What was done by mistake is undone by a new operation, once; nothing is edited.
rule-wallet-frozen = Staff may freeze a wallet: nothing is paid from it, and what comes to it still comes.
rule-wallet-thawed = Staff let a frozen wallet pay again.
