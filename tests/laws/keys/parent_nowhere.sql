-- on: sqlite
-- ask: SELECT count(*) FROM log => 0
-- ask: SELECT count(*) FROM other => 100
CREATE TABLE log (a INT REFERENCES nowhere, b INT);
CREATE TABLE other (a INT);
