-- on: postgres
-- rows: 300
-- count: p=500
-- ask: SELECT count(*) FROM t => 300
-- ask: SELECT count(*) FROM u => 300
-- ask: SELECT count(*) FROM g => 300
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL REFERENCES p, b int NOT NULL REFERENCES p, s timestamp NOT NULL,
  x varchar(20) NOT NULL, y varchar(20) NOT NULL);
CREATE UNIQUE INDEX ON t ((a + b));
CREATE UNIQUE INDEX ON t ((s::date));
CREATE UNIQUE INDEX ON t ((x || y));
CREATE TABLE u (id int PRIMARY KEY, a text NOT NULL, b int NOT NULL REFERENCES p, c varchar(30) NOT NULL);
CREATE UNIQUE INDEX ON u (md5(a));
CREATE UNIQUE INDEX ON u (lower(trim(c)), (b % 3));
CREATE UNIQUE INDEX ON u ((b * 2));
CREATE TABLE g (id int PRIMARY KEY, a int NOT NULL REFERENCES p, b int NOT NULL REFERENCES p,
  s int GENERATED ALWAYS AS (a * 1000 + b) STORED UNIQUE);
