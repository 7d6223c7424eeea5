-- What PostgreSQL 15 takes and this project reads: test_postgres_server.py asks the server what it made of it.
CREATE SCHEMA shop; CREATE SCHEMA "Other Side";
CREATE TYPE mood AS ENUM ('sad','ok');
ALTER TYPE mood ADD VALUE 'great' AFTER 'ok'; ALTER TYPE mood ADD VALUE IF NOT EXISTS 'meh' BEFORE 'ok'; ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
CREATE DOMAIN posint AS int CHECK (VALUE > 0);
CREATE DOMAIN small_pos AS posint NOT NULL CONSTRAINT lim CHECK (VALUE < 100) CHECK (value <> 13);
ALTER DOMAIN posint ADD CONSTRAINT not7 CHECK (VALUE <> 7);
CREATE TYPE addr AS (street text, zip varchar(10), tags text[]);
ALTER TYPE addr ADD ATTRIBUTE country char(2);
CREATE TYPE floatrange AS RANGE (subtype = float8);
SET search_path = shop, public;
CREATE TABLE base (
  id bigserial PRIMARY KEY,
  "Weird ""Name" text DEFAULT 'it''s; ok' CHECK ("Weird ""Name" <> ';'),
  "select" int UNIQUE,
  m mood DEFAULT 'ok' NOT NULL, p posint, s small_pos DEFAULT 5, a addr, fr floatrange, mr floatmultirange, bases addr[],
  n numeric, n2 numeric(10), n3 numeric(10,2), c char, c5 char(5), vc varchar, vc9 character varying(9), b "char", nm name,
  ts timestamp, ts3 timestamp(3), tz timestamp(3) with time zone, t2 time(2) with time zone, iv interval year to month, iv3 interval(3), iv4 interval day to second(4),
  bt bit, bt8 bit(8), vb bit varying, vb3 varbit(3), arr int[][], arr2 int array[4], arr3 text array, oidc oid, rc regclass,
  dp double precision, r real, f24 float(24), f25 float(25), x xml, j json, jb jsonb, ip inet, cd cidr, ma macaddr, m8 macaddr8, mo money,
  ir int4range, nmr nummultirange, pt point, ln line, ls lseg, bx box, pa path, po polygon, ci circle, tv tsvector, tq tsquery, u uuid, ba bytea,
  dt date DEFAULT CURRENT_DATE, now_ timestamptz DEFAULT now(), 
  gen int GENERATED ALWAYS AS ("select" * (2 + 1)) STORED,
  CONSTRAINT "odd check" CHECK (n > 0 AND (n2 IS NULL OR n2 < 5) /* comment ) */ AND vc <> E'\')' -- trailing )
  ), CHECK (n <> 3) NO INHERIT
);
CREATE TABLE child (extra text NOT NULL, n numeric CHECK (n < 100)) INHERITS (base);
ALTER TABLE base ADD COLUMN late int DEFAULT 3 CHECK (late > 1);
ALTER TABLE base RENAME COLUMN vc TO "Vc";
ALTER TABLE base ALTER COLUMN "Vc" TYPE text, ALTER ip SET NOT NULL, ALTER ip SET DEFAULT '1.2.3.4'::inet;
CREATE TABLE copy1 (LIKE base INCLUDING ALL);
CREATE TABLE copy2 (LIKE base, more int);
CREATE TABLE typed OF addr (street WITH OPTIONS PRIMARY KEY, CHECK (zip <> ''));
RESET search_path;
CREATE TABLE "Other Side"."Täble" ("ID" int GENERATED ALWAYS AS IDENTITY, "order" int REFERENCES shop.base DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY ("ID") INCLUDE ("order"));
CREATE TABLE parent2 (a int, b int, c text, PRIMARY KEY (a,b), UNIQUE NULLS NOT DISTINCT (c), UNIQUE (b,a) DEFERRABLE);
CREATE TABLE kid2 (x int NOT NULL, y int, z text REFERENCES parent2(c) ON DELETE SET NULL ON UPDATE CASCADE, FOREIGN KEY (x,y) REFERENCES parent2 MATCH FULL ON DELETE RESTRICT, self int, pk serial primary key);
ALTER TABLE kid2 ADD FOREIGN KEY (self) REFERENCES kid2;
ALTER TABLE kid2 ADD FOREIGN KEY (self) REFERENCES kid2(pk) NOT VALID;
ALTER TABLE ONLY kid2 ADD CONSTRAINT kk CHECK (x > y) NOT VALID;
CREATE UNIQUE INDEX ON kid2 (lower(z), x);
CREATE UNIQUE INDEX u1 ON kid2 USING btree (z text_pattern_ops, x DESC NULLS LAST) INCLUDE (y) WHERE (y > 3 AND z LIKE 'a%');
CREATE UNIQUE INDEX u2 ON kid2 (x, y); ALTER TABLE kid2 ADD CONSTRAINT u2c UNIQUE USING INDEX u2 DEFERRABLE;
CREATE TABLE ex (r int4range, during tstzrange, EXCLUDE USING gist (r WITH &&), EXCLUDE USING gist (during WITH &&, r WITH =) WHERE (NOT isempty(r)));
CREATE TABLE plog (id int, at timestamptz, kind text) PARTITION BY RANGE (at);
CREATE TABLE plog_1 PARTITION OF plog FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
CREATE TABLE plog_2 (LIKE plog, CHECK (id > 0)); ALTER TABLE plog ATTACH PARTITION plog_2 FOR VALUES FROM ('2020-02-01') TO ('2020-03-01');
CREATE TABLE plog_3 PARTITION OF plog (id PRIMARY KEY) FOR VALUES FROM ('2021-02-01') TO (MAXVALUE);
CREATE TABLE plist (k text, v int) PARTITION BY LIST (lower(k));
CREATE TABLE plist_a PARTITION OF plist FOR VALUES IN ('a', 'b', NULL);
CREATE TABLE plist_b PARTITION OF plist FOR VALUES IN ('c') PARTITION BY RANGE (v);
CREATE TABLE plist_b1 PARTITION OF plist_b FOR VALUES FROM (1) TO (10);
CREATE TABLE phash (k int PRIMARY KEY) PARTITION BY HASH (k);
CREATE TABLE phash_0 PARTITION OF phash FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE pmulti (a int, b int) PARTITION BY RANGE (a, b);
CREATE TABLE pmulti_1 PARTITION OF pmulti FOR VALUES FROM (1, MINVALUE) TO (3, 5);
CREATE TABLE pmulti_2 PARTITION OF pmulti FOR VALUES FROM (7, 2) TO (9, MAXVALUE);
CREATE TABLE pdef (a int) PARTITION BY LIST (a); CREATE TABLE pdef_1 PARTITION OF pdef FOR VALUES IN (1); CREATE TABLE pdef_d PARTITION OF pdef DEFAULT;
CREATE SEQUENCE myseq; CREATE TABLE seqd (id int DEFAULT nextval('myseq'), code text DEFAULT 'A' || nextval('myseq'), n int); ALTER SEQUENCE myseq OWNED BY seqd.id;
ALTER TABLE seqd ALTER n SET NOT NULL, ALTER n ADD GENERATED BY DEFAULT AS IDENTITY; ALTER TABLE seqd ALTER n SET GENERATED ALWAYS;
CREATE TEMP TABLE tmpx (a int); 
CREATE TABLE dropme (a int primary key); CREATE TABLE refme (a int references dropme, b int); DROP TABLE dropme CASCADE; ALTER TABLE refme DROP COLUMN b, ADD b2 text; ALTER TABLE refme RENAME TO "Renamed"; ALTER TABLE "Renamed" SET SCHEMA shop;
CREATE TABLE conx (a int, b int, UNIQUE (a), CHECK (a > b), CHECK (a > 0), CONSTRAINT zz CHECK (b > 0));
ALTER TABLE conx DROP CONSTRAINT conx_a_key, DROP CONSTRAINT conx_check; ALTER TABLE conx RENAME CONSTRAINT zz TO yy; ALTER TABLE conx DROP CONSTRAINT IF EXISTS nothere;
CREATE UNIQUE INDEX gone ON conx (b); DROP INDEX gone;
DO $$ BEGIN CREATE TYPE late_t AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN null; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname='late_t') THEN CREATE TYPE late_t AS ENUM ('y'); END IF; END $$;
DO $$ BEGIN ALTER TABLE conx ADD COLUMN lt late_t; ALTER TABLE conx ADD CONSTRAINT ltc CHECK (lt = 'x'); EXCEPTION WHEN duplicate_object THEN null; END; $$;
CREATE TABLE a_very_long_table_name_that_is_nearly_sixty_three_chars_long_x (some_really_long_column_name_here int UNIQUE CHECK (some_really_long_column_name_here > 0), bééééééééééééééééééééééééééééééé int unique);
CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT CASE WHEN i > 0 THEN 1 ELSE 2 END; SELECT i; END;
CREATE TABLE usesf (a int CHECK (f(a) > 0));
CREATE VIEW v AS SELECT 1 AS one; CREATE RULE r AS ON INSERT TO v DO INSTEAD (SELECT 1; SELECT 2);
COPY usesf FROM stdin;
1
2
\.
COMMENT ON TABLE usesf IS 'uses; f';
CREATE SCHEMA inner1 CREATE TABLE t1 (a int PRIMARY KEY) CREATE TABLE t2 (b int REFERENCES t1);
CREATE TABLE aft (d date DEFAULT '2020-01-01'::date, e int NULL, PRIMARY KEY (d));
SELECT count(*) FROM aft \gset
CREATE TABLE IF NOT EXISTS aft (zzz int);
CREATE UNLOGGED TABLE ul (a int); ALTER TABLE ul ADD PRIMARY KEY (a), ADD COLUMN z serial; ALTER TABLE ul DROP CONSTRAINT ul_pkey;
BEGIN; SET LOCAL search_path = shop; COMMIT;
CREATE TABLE inh_a (a int CHECK (a > 0)); CREATE TABLE inh_b (a int CONSTRAINT inh_a_a_check CHECK (a > 0), b int); ALTER TABLE inh_b INHERIT inh_a; ALTER TABLE inh_a DROP CONSTRAINT inh_a_a_check;
CREATE TABLE afterlocal (a int);
