-- loads not: conflicting key value violates exclusion constraint "orders_parent_code_daterange_excl"
-- DETAIL:  Key (parent_code, daterange(valid_from, valid_to))=(sE, [2024-09-10,2027-03-15)) conflicts with existing key (parent_code, daterange(valid_from, valid_to))=(sE, [2024-11-17,2026-07-15)).
-- rows in postgres: orders 14

CREATE EXTENSION IF NOT EXISTS citext;

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE orders (
    code CHAR(2) NOT NULL,
    parent_code CHAR(2) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    PRIMARY KEY (code),
    EXCLUDE USING gist (parent_code WITH =, daterange(valid_from, valid_to) WITH &&)
);

ALTER TABLE orders ADD FOREIGN KEY (parent_code) REFERENCES orders (code) ON DELETE CASCADE;
