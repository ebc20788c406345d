-- Project database, version 1. docs/schema.md explains it.
-- Keys are internal integers in order of import; ids are what people and files know.

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;

CREATE TABLE names ( -- data sets, policies, file names: one number each
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE questions (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    options TEXT NOT NULL, -- JSON array of strings
    answer TEXT NOT NULL,
    grading TEXT NOT NULL,
    dataset INTEGER NOT NULL REFERENCES names,
    prompt TEXT NOT NULL
) STRICT;

CREATE TABLE images (
    hash TEXT PRIMARY KEY, -- SHA-256 of the bytes
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    path TEXT NOT NULL -- relative to the project (a copy) or absolute (a reference)
) WITHOUT ROWID, STRICT;

CREATE TABLE question_images (
    question INTEGER NOT NULL REFERENCES questions,
    position INTEGER NOT NULL,
    reference TEXT NOT NULL, -- as the data writes it
    hash TEXT REFERENCES images, -- NULL while the picture is missing
    looked_for TEXT NOT NULL,
    PRIMARY KEY (question, position)
) WITHOUT ROWID, STRICT;
CREATE INDEX question_images_hash ON question_images (hash);
CREATE INDEX question_images_missing ON question_images (reference) WHERE hash IS NULL;

-- Narrow on purpose: lists and queues scan it. Everything after correct is worked out from other
-- tables and kept up to date in the same transaction (trace_facts.cpp).
CREATE TABLE traces (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    question INTEGER NOT NULL REFERENCES questions,
    dataset INTEGER NOT NULL REFERENCES names,
    policy INTEGER NOT NULL REFERENCES names,
    file INTEGER NOT NULL REFERENCES names,
    steps INTEGER NOT NULL,
    correct INTEGER,
    labelled INTEGER NOT NULL DEFAULT 0, -- steps with a current label
    undecided INTEGER NOT NULL DEFAULT 0, -- 1 while a person has still something to say
    whole_marks INTEGER NOT NULL DEFAULT 0, -- marks of labels on the trace as a whole
    marks INTEGER NOT NULL DEFAULT 0, -- all marks, of steps and whole
    mc_min REAL, mc_max REAL,
    prm_min REAL, prm_max REAL, prm_mean REAL,
    judge_min REAL, judge_max REAL,
    given_min REAL, given_max REAL,
    disagreement REAL NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0,
    convincing INTEGER NOT NULL DEFAULT 0,
    lucky INTEGER NOT NULL DEFAULT 0,
    judge_only INTEGER NOT NULL DEFAULT 0,
    low_confidence INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX traces_question ON traces (question);
CREATE INDEX traces_disagreement ON traces (disagreement);
CREATE INDEX traces_prm_mean ON traces (ifnull(prm_mean, -1));
CREATE INDEX traces_prm_min ON traces (ifnull(prm_min, -1));
CREATE INDEX traces_undecided ON traces (undecided);

CREATE TABLE trace_texts (
    trace INTEGER PRIMARY KEY REFERENCES traces,
    answer TEXT NOT NULL,
    external_id TEXT NOT NULL,
    response_hash TEXT NOT NULL, -- first 32 digits of the SHA-256 of response; '' when there is none
    response TEXT NOT NULL
) STRICT;
CREATE INDEX trace_texts_external_id ON trace_texts (external_id) WHERE external_id <> '';
CREATE INDEX trace_texts_response ON trace_texts (response_hash) WHERE response_hash <> '';

-- What lights a step: the newest source's value of each kind, and the marks of current labels.
CREATE TABLE steps (
    trace INTEGER NOT NULL REFERENCES traces,
    step INTEGER NOT NULL,
    section INTEGER NOT NULL, -- 0 perception, 1 reasoning
    mc REAL, judge REAL, prm REAL, given REAL,
    marks INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (trace, step)
) WITHOUT ROWID, STRICT;

CREATE TABLE step_texts (
    trace INTEGER NOT NULL,
    step INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (trace, step),
    FOREIGN KEY (trace, step) REFERENCES steps
) WITHOUT ROWID, STRICT;

CREATE TABLE sources (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    model TEXT NOT NULL,
    model_hash TEXT NOT NULL,
    profile TEXT NOT NULL,
    run TEXT NOT NULL,
    UNIQUE (name, model, model_hash, profile, run)
) STRICT;

CREATE TABLE estimates (
    trace INTEGER NOT NULL,
    step INTEGER NOT NULL,
    kind INTEGER NOT NULL, -- 0 mc, 1 judge, 2 prm, 3 given
    source INTEGER NOT NULL REFERENCES sources,
    value REAL, -- NULL = no estimate
    won INTEGER NOT NULL,
    drawn INTEGER NOT NULL,
    analysis TEXT NOT NULL,
    PRIMARY KEY (trace, step, kind, source),
    FOREIGN KEY (trace, step) REFERENCES steps
) WITHOUT ROWID, STRICT;

CREATE TABLE estimate_counts ( -- worked out: estimates that have a value
    kind INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES sources,
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, source)
) WITHOUT ROWID, STRICT;

CREATE TABLE judge_replies (
    key INTEGER PRIMARY KEY,
    trace INTEGER NOT NULL REFERENCES traces,
    source INTEGER NOT NULL REFERENCES sources,
    correct INTEGER,
    first_error INTEGER,
    raw TEXT NOT NULL,
    raw_hash TEXT NOT NULL,
    UNIQUE (trace, source, raw_hash)
) STRICT;

CREATE TABLE annotators (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE actions (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    annotator INTEGER NOT NULL REFERENCES annotators,
    kind TEXT NOT NULL CHECK (kind IN ('label', 'undo', 'redo', 'dataset')),
    subject INTEGER REFERENCES actions, -- what an undo or redo is about
    standing INTEGER NOT NULL -- of kind label: 1 stands, 0 undone and can be redone, -1 cut; else -1
) STRICT;
CREATE INDEX actions_standing ON actions (annotator, standing, key);

-- Append-only: nothing in storage updates or deletes a row of labels, regions or supersedes.
CREATE TABLE labels (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    action INTEGER NOT NULL REFERENCES actions,
    trace INTEGER NOT NULL REFERENCES traces,
    step INTEGER NOT NULL, -- -1 = the trace as a whole
    annotator INTEGER NOT NULL REFERENCES annotators,
    state TEXT NOT NULL,
    rating INTEGER NOT NULL,
    error_kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    comment TEXT NOT NULL,
    visibility TEXT NOT NULL,
    focus_ms INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    guideline TEXT NOT NULL,
    program TEXT NOT NULL
) STRICT;
CREATE INDEX labels_trace ON labels (trace, step);
CREATE INDEX labels_action ON labels (action);
CREATE INDEX labels_annotator ON labels (annotator, created_at);

CREATE TABLE regions (
    label INTEGER NOT NULL REFERENCES labels,
    position INTEGER NOT NULL,
    shape TEXT NOT NULL CHECK (shape IN ('box', 'polygon')),
    image INTEGER NOT NULL,
    points TEXT NOT NULL, -- JSON [[x, y], ...] in stored pixels
    note TEXT NOT NULL,
    PRIMARY KEY (label, position)
) WITHOUT ROWID, STRICT;

CREATE TABLE supersedes (
    label INTEGER NOT NULL REFERENCES labels,
    older INTEGER NOT NULL REFERENCES labels,
    PRIMARY KEY (label, older)
) WITHOUT ROWID, STRICT;
CREATE INDEX supersedes_older ON supersedes (older);

-- Worked out: the labels that nothing supersedes, withdrawn ones included.
CREATE TABLE current_labels (
    trace INTEGER NOT NULL,
    step INTEGER NOT NULL,
    label INTEGER NOT NULL REFERENCES labels,
    PRIMARY KEY (trace, step, label)
) WITHOUT ROWID, STRICT;

CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    model TEXT NOT NULL,
    query TEXT NOT NULL,
    folder TEXT NOT NULL, -- relative to the project
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    seconds_left REAL NOT NULL,
    read_offset INTEGER NOT NULL DEFAULT 0,
    message TEXT NOT NULL,
    metrics TEXT NOT NULL, -- JSON object of numbers
    settings TEXT NOT NULL -- JSON object of strings
) WITHOUT ROWID, STRICT;

CREATE TABLE models (
    path TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    profile TEXT NOT NULL,
    parameters INTEGER NOT NULL,
    dtype TEXT NOT NULL,
    note TEXT NOT NULL,
    error TEXT NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE imports (
    key INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    counts TEXT, -- JSON of the last whole reading; NULL when none came to its end
    UNIQUE (path, format)
) STRICT;

CREATE TABLE rejected (
    import INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    PRIMARY KEY (import, line, reason)
) WITHOUT ROWID, STRICT;

-- Which trace a request to a judge is about, so that its reply may be read later.
CREATE TABLE judge_requests (
    custom_id TEXT PRIMARY KEY,
    trace INTEGER NOT NULL REFERENCES traces,
    model TEXT NOT NULL
) WITHOUT ROWID, STRICT;
