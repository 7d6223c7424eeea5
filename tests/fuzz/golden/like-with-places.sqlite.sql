-- refused: no values were found that meet the checks over serial_no [trips] 27 rows were refused 65536 times
-- rows in sqlite: trips 27

CREATE TABLE trips (
    serial_no TEXT NOT NULL,
    CHECK (serial_no LIKE '__-____')
);
