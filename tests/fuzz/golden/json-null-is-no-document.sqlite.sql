-- loads not: json_valid(NULL) is false in SQLite
-- rows in sqlite: t 30

CREATE TABLE t (
    payload JSON CHECK (json_valid(payload))
);
