-- on: postgres sqlite
-- rows: 3000
-- ask: SELECT count(*) FROM states => 3000
-- ask: SELECT count(*) FROM codes => 3000
CREATE TABLE states (s char(1) PRIMARY KEY, n int);
CREATE TABLE codes (c varchar(1) NOT NULL UNIQUE);
