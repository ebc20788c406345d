-- Version 3: who calls which step of a trace wrong first, and which sources have said something of
-- it, so that queues and lists need not look at steps and estimates. Worked out (trace_facts.cpp).

ALTER TABLE traces ADD COLUMN first_mc INTEGER; -- counted from 1; NULL = calls none wrong
ALTER TABLE traces ADD COLUMN first_judge INTEGER;
ALTER TABLE traces ADD COLUMN first_prm INTEGER;
ALTER TABLE traces ADD COLUMN first_person INTEGER;
-- One bit a source, 1 << its key; the keys from 62 on share the bit 62.
ALTER TABLE traces ADD COLUMN sources INTEGER NOT NULL DEFAULT 0;
ALTER TABLE traces ADD COLUMN prm_sources INTEGER NOT NULL DEFAULT 0; -- of those with a prm value

UPDATE traces SET
    (first_mc, first_judge, first_prm, first_person) =
        (SELECT min(iif(mc = 0, step + 1, NULL)), min(iif(judge = 0, step + 1, NULL)),
                min(iif(prm < 0.5, step + 1, NULL)), min(iif(marks & 1, step + 1, NULL))
         FROM steps WHERE trace = traces.key),
    (sources, prm_sources) =
        (SELECT ifnull(sum(DISTINCT 1 << min(source, 62)), 0),
                ifnull(sum(DISTINCT iif(kind = 2 AND value IS NOT NULL,
                                        1 << min(source, 62), NULL)), 0)
         FROM estimates WHERE trace = traces.key);
