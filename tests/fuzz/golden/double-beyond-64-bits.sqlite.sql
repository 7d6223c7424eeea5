-- loads not: CHECK constraint failed: discount * 2 <= price
-- rows in sqlite: units 36

CREATE TABLE units (
    price INTEGER,
    discount INT NOT NULL,
    UNIQUE (discount),
    CHECK (discount * 2 <= price)
);
