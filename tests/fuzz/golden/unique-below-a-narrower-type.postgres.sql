-- refused: first_no went beyond what last_no can hold
-- rows in postgres: parts 12

CREATE TABLE parts (
    first_no INTEGER NOT NULL,
    last_no SMALLINT NOT NULL,
    UNIQUE (first_no),
    CHECK (first_no <= last_no)
);
