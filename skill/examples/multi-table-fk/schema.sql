CREATE TABLE customers (
    id         INTEGER PRIMARY KEY,
    email      VARCHAR(120) NOT NULL UNIQUE,
    full_name  VARCHAR(80) NOT NULL,
    country    CHAR(2) NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE products (
    id    INTEGER PRIMARY KEY,
    sku   VARCHAR(16) NOT NULL UNIQUE,
    name  VARCHAR(80) NOT NULL,
    price DECIMAL(10, 2) NOT NULL CHECK (price > 0)
);

CREATE TABLE orders (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    status      VARCHAR(10) NOT NULL CHECK (status IN ('placed', 'paid', 'shipped', 'cancelled')),
    placed_at   TIMESTAMP NOT NULL,
    shipped_at  TIMESTAMP,
    total       DECIMAL(12, 2) NOT NULL CHECK (total >= 0),
    CHECK (shipped_at >= placed_at),
    CHECK (status <> 'shipped' OR shipped_at IS NOT NULL)
);

CREATE TABLE order_items (
    order_id   INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line       INTEGER NOT NULL CHECK (line BETWEEN 1 AND 99),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity   INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 20),
    unit_price DECIMAL(10, 2) NOT NULL CHECK (unit_price > 0),
    PRIMARY KEY (order_id, line)
);

CREATE TABLE reviews (
    product_id  INTEGER NOT NULL REFERENCES products (id),
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    rating      SMALLINT NOT NULL CHECK (rating BETWEEN 1 AND 5),
    body        TEXT,
    PRIMARY KEY (product_id, customer_id)
);
