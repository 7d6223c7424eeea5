-- The shop of the benchmark: 100 000 users, 10 000 products and 890 000 orders at scale 1.

CREATE TABLE users (
    id          INTEGER PRIMARY KEY,
    email       VARCHAR(255) NOT NULL UNIQUE,
    full_name   VARCHAR(120) NOT NULL,
    age         INTEGER NOT NULL CHECK (age BETWEEN 18 AND 100),
    country     CHAR(2) NOT NULL,
    created_at  TIMESTAMP NOT NULL
);

CREATE TABLE products (
    id        INTEGER PRIMARY KEY,
    sku       VARCHAR(16) NOT NULL UNIQUE,
    name      VARCHAR(120) NOT NULL,
    price     DECIMAL(10, 2) NOT NULL CHECK (price > 0),
    category  VARCHAR(20) NOT NULL
              CHECK (category IN ('electronics', 'clothing', 'home', 'toys', 'books', 'sports', 'beauty', 'grocery'))
);

CREATE TABLE orders (
    id          INTEGER PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users (id),
    product_id  INTEGER NOT NULL REFERENCES products (id),
    quantity    INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 10),
    status      VARCHAR(12) NOT NULL CHECK (status IN ('pending', 'paid', 'shipped', 'delivered', 'cancelled')),
    order_date  TIMESTAMP NOT NULL,
    total       DECIMAL(12, 2) NOT NULL
);
