-- on: postgres
-- rows: 500
-- count: rooms=20
-- count: many=5000
-- ask: SELECT count(*) FROM stays => 500
-- ask: SELECT count(DISTINCT room) FROM stays => 20
-- ask: SELECT count(*) FROM prices => 500
-- ask: SELECT count(*) FROM shifts => 500
-- ask: SELECT count(*) FROM seasons => 500
-- ask: SELECT count(*) FROM zips => 500
-- ask: SELECT count(DISTINCT city) FROM zips >= 3
-- ask: SELECT count(*) FROM many => 5000
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE rooms (id int PRIMARY KEY);
CREATE TABLE stays (id int PRIMARY KEY, room int NOT NULL REFERENCES rooms, during daterange NOT NULL,
  EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE TABLE prices (room int NOT NULL REFERENCES rooms, valid_from date NOT NULL, valid_to date NOT NULL,
  PRIMARY KEY (room, valid_from), CHECK (valid_from < valid_to),
  EXCLUDE USING gist (room WITH =, daterange(valid_from, valid_to, '[]') WITH &&));
CREATE TABLE shifts (id int PRIMARY KEY, room int REFERENCES rooms, starts timestamptz NOT NULL, ends timestamptz NOT NULL,
  cancelled boolean NOT NULL, EXCLUDE USING gist (room WITH =, tstzrange(starts, ends) WITH &&) WHERE (NOT cancelled));
CREATE TABLE seasons (lo int NOT NULL, hi int NOT NULL, EXCLUDE USING gist (int4range(lo, hi) WITH &&));
CREATE TABLE zips (zip varchar(3) NOT NULL, city int NOT NULL REFERENCES rooms, n int,
  EXCLUDE USING gist (zip WITH =, city WITH <>), CHECK (zip IN ('abc', 'def', 'ghi', 'jkl')));
CREATE TABLE many (id int PRIMARY KEY, during daterange NOT NULL, EXCLUDE USING gist (during WITH &&));
