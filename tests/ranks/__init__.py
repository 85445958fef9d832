"""Who may do what: `may.txt` is the table, the tests hold every platform to it."""
