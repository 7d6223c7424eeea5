-- loads not: in SIMILAR TO a dot is a dot
-- rows in postgres: t 20

CREATE TABLE t (
    code VARCHAR(40) NOT NULL,
    CHECK (code SIMILAR TO '(A|B).[0-9]{3}%')
);
