# After a restore: the books as they were, and what was done since is gone.

books-restored = The database was restored at { $at } from a backup of { $since }. What was done in between is gone: Connects, jobs and proposals are as they were then. New jobs and proposals get higher numbers, so that buttons on messages of the lost time meet nothing of today.
op-books-restored = the books came back from a backup
rule-books-restored = When the database is restored from a backup, the books go on from that moment, and the numbers that may have been given since are passed over.
