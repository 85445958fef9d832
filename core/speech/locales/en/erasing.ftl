## Being forgotten

button-erase = Erase it all
option-confirm = Yes, for good
erase-asks = Shall I forget you? You have { $balance }, and this can't be taken back.
erase-goes = Your name and everything you wrote is erased: letters, questions, answers, reasons, job texts.
erase-ends = Your open jobs end, with everything returned where nobody is hired; your live proposals are withdrawn.
erase-expires = The Connects you have can't be used any more and expire on their own dates.
erase-stays = The journal's numbers stay, without your name, and a sign that your gifts were given, which nobody can read back.
erase-first = { $export } takes everything with you before.
erase-done = It is done: your name and { $texts ->
    [one] one text
   *[other] { $texts } texts
 } of yours are gone. { $connects } expire on their own dates.
op-member-erased = erased
rule-member-erased = Everyone can have their words and their name erased; the journal's numbers stay.

## The whole journal

admin-export = The community's journal, { $lines ->
    [one] one operation
   *[other] { $lines } operations
 }, in { $file }.
export-large = The journal has { $lines } operations, too much for a file here. Whoever hosts the bot writes it with { $host }.
log-exported = { $by } took the community's journal along ({ $format }).
op-community-exported = the journal was exported
rule-community-exported = Staff may take the journal along; each time it is written down and shown in the log.
