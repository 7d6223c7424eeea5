-- loads not: CHECK constraint failed: quantity * unit_price = total
-- rows in sqlite: tenants 5

CREATE TABLE tenants (
    quantity INTEGER,
    unit_price INTEGER NOT NULL,
    total BIGINT,
    UNIQUE (quantity),
    CHECK (quantity * unit_price = total)
);
