-- Version 5: points and selections beside boxes and polygons, what is expected and absent, and the
-- words of the step that a region is about. A table's CHECK changes only with the table.

CREATE TABLE regions_5 (
    label INTEGER NOT NULL REFERENCES labels,
    position INTEGER NOT NULL,
    shape TEXT NOT NULL CHECK (shape IN ('box', 'polygon', 'point', 'selection')),
    image INTEGER NOT NULL,
    points TEXT NOT NULL, -- JSON [[x, y], ...] in stored pixels
    note TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('present', 'absent')),
    span_begin INTEGER, -- Unicode code points of the step's text; NULL = of the step as a whole
    span_end INTEGER,
    PRIMARY KEY (label, position)
) WITHOUT ROWID, STRICT;
INSERT INTO regions_5
    SELECT label, position, shape, image, points, note, 'present', NULL, NULL FROM regions;
DROP TABLE regions;
ALTER TABLE regions_5 RENAME TO regions;
