CREATE TABLE cars (
    id       INTEGER PRIMARY KEY,
    plate    VARCHAR(9) NOT NULL UNIQUE,
    previous VARCHAR(9) CHECK (previous LIKE 'B%'),
    km       INTEGER NOT NULL
);
