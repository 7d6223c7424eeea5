-- on: mariadb
-- rows: 5000
-- ask: SELECT count(*) FROM states => 68
-- ask: SELECT count(*) FROM exact => 94
-- ask: SELECT count(*) FROM two => 4692
CREATE TABLE states (s char(1) PRIMARY KEY, n int);
CREATE TABLE exact (c char(1) COLLATE utf8mb4_bin NOT NULL UNIQUE);
CREATE TABLE two (c varchar(2) NOT NULL UNIQUE);
