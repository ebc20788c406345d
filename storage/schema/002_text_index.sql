-- Version 2: full text over questions and steps, and the user's own queues.
-- Trigrams without positions and without a copy of the text: a search takes the rows that hold
-- all trigrams and looks at their text (queries.cpp). Filled in slices by text_index.cpp.

CREATE VIRTUAL TABLE question_index USING fts5 (text, tokenize = 'trigram', content = '',
                                                detail = none, columnsize = 0);
CREATE VIRTUAL TABLE trace_index USING fts5 (text, tokenize = 'trigram', content = '',
                                             detail = none, columnsize = 0);

CREATE TABLE indexed ( -- the last key that the index holds
    question INTEGER NOT NULL,
    trace INTEGER NOT NULL
) STRICT;
INSERT INTO indexed VALUES (0, 0);

CREATE TABLE queues (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL
) WITHOUT ROWID, STRICT;
