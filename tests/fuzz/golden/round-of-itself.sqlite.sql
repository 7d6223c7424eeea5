-- loads not: CHECK constraint failed: round(balance, 1) = balance
-- rows in sqlite: orders 9

CREATE TABLE orders (
    balance DECIMAL(10,2) NOT NULL,
    CHECK (round(balance, 1) = balance)
);
