-- loads not: an interval of nothing was read as unknown
-- rows in mysql: items 16

CREATE TABLE items (
    issued_on DATE NOT NULL,
    due_on DATE NOT NULL,
    UNIQUE (due_on),
    CHECK (due_on >= DATE_ADD(issued_on, INTERVAL 0 DAY) AND due_on <= DATE_ADD(issued_on, INTERVAL 30 DAY))
);
