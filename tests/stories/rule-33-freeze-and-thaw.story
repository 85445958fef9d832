# Rule 33: staff freeze a wallet and thaw it: nothing is paid from it, and what comes to it still comes.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
cleo> /job post "Illustrate a book" price:4
ana> /apply 1
ada> /admin freeze ana reason:"her account was stolen"
#= freeze.done
#> #log log.frozen reason="her account was stolen"
#> ana wallet.was_frozen
ada> /admin freeze ana
#! freeze.already
cleo> /job post "A comic" price:4
ana> /apply 2
#! wallet.frozen
ana> /boost 1 3
#! wallet.frozen
ada> /admin policy transfers on
ana> /connects send cleo 5
#! wallet.frozen
ada> /admin grant ana 3
#= admin.granted balance=39
!at 2026-12-01T00:00:00+00:00
#> ...
ana> /connects balance
#= balance balance=49
ada> /admin thaw ana reason:"it is hers again"
#= freeze.undone
#> #log log.thawed
#> ana wallet.was_thawed
ada> /admin thaw ana
#! freeze.not
ana> /apply 2
#= apply.paid balance=45
ana> /admin freeze ada
#! rank.needed
