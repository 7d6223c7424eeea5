-- refused: no values were found that meet the checks over name, name_key [parts] 26 rows were refused 65536 times
-- rows in sqlite: parts 26

CREATE TABLE parts (
    name TEXT NOT NULL,
    name_key VARCHAR(60) NOT NULL,
    CHECK (name_key = lower(name))
);
