-- Version 4: search trees, the prefixes of solutions from which a policy wrote on.

CREATE TABLE trees (
    key INTEGER PRIMARY KEY,
    question INTEGER NOT NULL REFERENCES questions,
    source INTEGER NOT NULL REFERENCES sources,
    number INTEGER NOT NULL, -- among those of the question and source
    UNIQUE (question, source, number)
) STRICT;

CREATE TABLE nodes (
    tree INTEGER NOT NULL REFERENCES trees,
    node INTEGER NOT NULL, -- 0 is the root; a parent comes before its children
    parent INTEGER, -- NULL = it is the root
    steps TEXT NOT NULL, -- from the parent on: JSON [[section, text], ...], 0 perception, 1 reasoning
    value REAL, -- MC(s); NULL = no estimate
    won INTEGER NOT NULL,
    drawn INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    prior REAL, -- NULL = nobody chose a way here
    rollouts TEXT NOT NULL, -- JSON [[text, right, tokens], ...]
    PRIMARY KEY (tree, node)
) WITHOUT ROWID, STRICT;
