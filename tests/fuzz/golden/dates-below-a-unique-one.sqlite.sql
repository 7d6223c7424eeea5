-- refused: no values were found that meet the checks over due_on [rooms] 4 rows were refused 1000 times
-- rows in sqlite: rooms 12

CREATE TABLE rooms (
    due_on DATE,
    paid_on DATE,
    CHECK (due_on < paid_on)
);

CREATE UNIQUE INDEX rooms_3_key ON rooms (paid_on);
