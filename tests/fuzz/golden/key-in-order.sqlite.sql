-- refused: no values were found that meet the checks over to_id [friends] 17 rows were refused 1000 times
-- rows in sqlite: friends 17

CREATE TABLE friends (
    from_id INTEGER NOT NULL,
    to_id INTEGER NOT NULL,
    PRIMARY KEY (from_id, to_id),
    CHECK (from_id < to_id)
);
