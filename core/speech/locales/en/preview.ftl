# What another policy would have meant.
button-preview = Try another value
button-save = Save this
field-value = Another value
form-admin-preview = What if it were another?
preview = Since { $since }, had this been the policy (on the left what was, on the right what would have been):
preview-asked = Working it out.
preview-sum = { $what }: { $was } → { $would }
preview-dry = { $count ->
    [one] One member would have lacked the Connects for a proposal: { $members }.
   *[other] { $count } members would have lacked the Connects for a proposal: { $members }{ $more ->
        [0] .
       *[other] { " " }and { $more } more.
    }
}
preview-nobody_dry = Nobody who applied would have lacked the Connects.
preview-refused = Refused under it: { $refused }. Left out since they rest on something refused: { $skipped }.
preview-what = Say which value and what it would be, such as { $example }, or a whole set of rules: { $whole }. { $list } shows all values.
term-sum-awards = Awards
term-sum-bonuses = Interview bonuses
term-sum-bought = Bought
term-sum-expired = Expired
term-sum-gifts = Sign-up gifts
term-sum-granted = Monthly grants
term-sum-returned = Returned
term-sum-spent = Spent
term-sum-staff = Given by staff, less what they took
work-busy = Something that takes long is being worked out already. Please try again in a minute.
work-long = That took longer than a minute, so it was stopped; nothing was changed.
work-progress = One moment … { $percent } %
