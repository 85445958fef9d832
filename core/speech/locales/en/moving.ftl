## Balances that were brought from another bot

source-moved = brought along
stats-moved = Brought along from another bot
stats-moved_back = Brought along and taken back
term-sum-moved = Brought along from another bot
op-moved-in = brought along from { $source ->
    [red] Red
    [unbelievaboat] UnbelievaBoat
   *[csv] elsewhere
 } ({ $name })
op-moved-back = what was brought along was taken back
op-import-begun = the import { $name }
rule-moved-in = The host moved balances in from { $source ->
    [red] Red-DiscordBot
    [unbelievaboat] UnbelievaBoat
   *[csv] a table
 }; the import is called { $name }, and nobody gets anything from one twice.
rule-moved-back = The host took an import back. What is left of it goes, and what was spent of it stays spent.
rule-import-begun = The host moves balances in; what each member gets is an operation of its own.
log-import_begun = The host moves balances in from { $source ->
    [red] Red-DiscordBot
    [unbelievaboat] UnbelievaBoat
   *[csv] a table
 }: { $amount } for { $members ->
    [one] one member
   *[other] { $members } members
 }, under the name { $name }.
log-import_undone = The host took the import { $name } back: { $amount } from { $members ->
    [one] one member
   *[other] { $members } members
 }.
