-- on: postgres
-- rows: 60000
-- ask: SELECT count(*) FROM a => 60000
-- ask: SELECT count(*) FROM b => 1999
-- ask: SELECT count(*) FROM c => 32767
-- ask: SELECT min(n) FROM c => 1
CREATE TABLE a (n smallint NOT NULL UNIQUE);
CREATE TABLE b (n numeric(3,1) NOT NULL UNIQUE);
CREATE TABLE c (n smallserial PRIMARY KEY);
