-- refused: date(issued_on, '+0 days') could not be asked
-- rows in sqlite: wards 37

CREATE TABLE wards (
    issued_on DATE NOT NULL,
    due_on DATE NOT NULL,
    CHECK (due_on >= date(issued_on, '+0 days')),
    CHECK (issued_on <= due_on)
);
