-- Version 6: what a label overrules, what was on the screen when it was made, the step as it should
-- read; the guideline's versions; traces that a policy wrote on from a step that a person rewrote.

ALTER TABLE labels ADD COLUMN overrules TEXT NOT NULL DEFAULT '{}'; -- JSON {"judge": "nitpick"}
ALTER TABLE labels ADD COLUMN shown TEXT NOT NULL DEFAULT '[]';     -- JSON ["mc", "prm"]
ALTER TABLE labels ADD COLUMN rewrite TEXT NOT NULL DEFAULT '';

-- Append-only. labels.guideline names a version; the newest is the one that holds.
CREATE TABLE guidelines (
    version TEXT PRIMARY KEY, -- first 12 digits of the SHA-256 of text and grammar
    text TEXT NOT NULL,       -- Markdown
    grammar TEXT NOT NULL,    -- JSON: the project's own kinds of error and reasons, with their keys
    annotator TEXT NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE continuations (
    trace INTEGER PRIMARY KEY REFERENCES traces,
    label INTEGER NOT NULL REFERENCES labels -- its rewrite begins what the policy wrote
) STRICT;
CREATE INDEX continuations_label ON continuations (label);
