"""An apply as a ledger in PL/pgSQL does it: one call, which locks, looks and moves row by row.

It writes the rows that the bot writes for one apply, with the same columns, but neither hashes nor
documents of answers are made: what stands in their place is as long.
"""

from __future__ import annotations

FUNCTION = """
CREATE FUNCTION bench_apply(c BIGINT, who BIGINT, board BIGINT, dear BIGINT, said TEXT, letter TEXT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE had BIGINT; mine lot; counted community; clock BIGINT := extract(epoch FROM clock_timestamp()) * 1000000;
BEGIN
    SELECT balance INTO STRICT had FROM wallet WHERE community = c AND number = who FOR UPDATE;
    IF had < dear THEN RAISE EXCEPTION 'short'; END IF;
    PERFORM 1 FROM job WHERE community = c AND number = board AND state = 'open' FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'closed'; END IF;
    PERFORM 1 FROM proposal WHERE community = c AND job = board AND member = who;
    IF FOUND THEN RAISE EXCEPTION 'twice'; END IF;
    UPDATE community SET at = clock, operations = operations + 1, proposals = proposals + 1, texts = texts + 1,
        notices = notices + 1, replies = replies + 1 WHERE community = c RETURNING * INTO counted;
    INSERT INTO operation VALUES (c, counted.operations, said, 'proposal.submitted', who, clock, 0, counted.policy,
        board, counted.proposals, who, '{"letter":1,"price":4}', 1, repeat('a', 64));
    INSERT INTO text VALUES (c, counted.texts, who, counted.operations, repeat('s', 32), letter);
    SELECT * INTO STRICT mine FROM lot WHERE community = c AND wallet = who AND "left" >= dear
        ORDER BY expires, number LIMIT 1 FOR UPDATE;
    UPDATE lot SET "left" = "left" - dear WHERE community = c AND number = mine.number;
    UPDATE wallet SET balance = balance - dear WHERE community = c AND number = who;
    UPDATE account SET balance = balance + dear WHERE community = c AND name = 'spent';
    IF NOT FOUND THEN INSERT INTO account VALUES (c, 'spent', dear) ON CONFLICT DO NOTHING; END IF;
    INSERT INTO entry VALUES (c, counted.operations, 1, 'wallet', who, -dear, had, had - dear);
    INSERT INTO entry VALUES (c, counted.operations, 2, 'spent', 0, dear, 0, 0);
    INSERT INTO use VALUES (c, counted.operations, mine.number, dear);
    INSERT INTO proposal (community, number, job, member, wallet, operation, paid, letter, state, at,
        question, asked, answer, answered, bonus)
        VALUES (c, counted.proposals, board, who, who, counted.operations, dear, counted.texts, 'submitted', clock,
        0, 0, 0, 0, 0);
    UPDATE job SET proposals = proposals + 1, live = live + 1, returnable = returnable + dear
        WHERE community = c AND number = board;
    INSERT INTO notice VALUES (c, counted.notices, 'member/2', '', repeat('d', 400), counted.operations,
        clock, 'queued', 0, '', '');
    INSERT INTO receipt VALUES (c, said, who, repeat('a', 64), 1, repeat('d', 400), clock, 0);
    RETURN counted.operations;
END $$
"""
