-- A shop: people buy products, pay, and say what they think of them.

CREATE TABLE customers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    email       TEXT NOT NULL UNIQUE CHECK (email LIKE '%_@_%._%'),
    first_name  TEXT NOT NULL,
    last_name   TEXT NOT NULL,
    birth_date  DATE,
    phone       TEXT,
    newsletter  BOOLEAN NOT NULL DEFAULT 0 CHECK (newsletter IN (0, 1)),
    created_at  DATETIME NOT NULL,
    updated_at  DATETIME NOT NULL,
    CHECK (created_at <= updated_at)
);

CREATE TABLE categories (
    id    INTEGER PRIMARY KEY,
    slug  TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name  VARCHAR(80) NOT NULL
);

CREATE TABLE products (
    id           INTEGER PRIMARY KEY,
    category_id  INTEGER NOT NULL REFERENCES categories (id),
    sku          CHAR(11) NOT NULL UNIQUE CHECK (length(sku) = 11),
    name         VARCHAR(120) NOT NULL CHECK (length(name) >= 3),
    description  TEXT,
    price        DECIMAL(10, 2) NOT NULL CHECK (price > 0),
    cost         DECIMAL(10, 2) NOT NULL CHECK (cost >= 0),
    weight_g     INTEGER CHECK (weight_g BETWEEN 1 AND 50000),
    discontinued BOOLEAN NOT NULL DEFAULT 0,
    CHECK (cost <= price)
);

CREATE TABLE orders (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL UNIQUE,
    customer_id  INTEGER NOT NULL REFERENCES customers (id),
    status       TEXT NOT NULL DEFAULT 'cart'
                 CHECK (status IN ('cart', 'placed', 'paid', 'shipped', 'delivered', 'returned')),
    placed_at    DATETIME NOT NULL,
    shipped_at   DATETIME,
    note         TEXT,
    CHECK (placed_at <= shipped_at)
);

CREATE INDEX orders_by_customer ON orders (customer_id, placed_at);

-- a customer has at most one open cart
CREATE UNIQUE INDEX one_cart ON orders (customer_id) WHERE status = 'cart';

CREATE TABLE order_items (
    order_id    INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line        INTEGER NOT NULL CHECK (line BETWEEN 1 AND 40),
    product_id  INTEGER NOT NULL REFERENCES products (id),
    quantity    INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 20),
    unit_price  DECIMAL(10, 2) NOT NULL CHECK (unit_price >= 0),
    total       DECIMAL(14, 2) GENERATED ALWAYS AS (quantity * unit_price) STORED,
    PRIMARY KEY (order_id, line)
) WITHOUT ROWID;

CREATE TABLE shipments (
    id          INTEGER PRIMARY KEY,
    order_id    INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    carrier     TEXT NOT NULL CHECK (carrier IN ('post', 'courier', 'freight', 'pickup')),
    tracking    TEXT UNIQUE,
    packed_at   DATETIME NOT NULL,
    FOREIGN KEY (order_id, line) REFERENCES order_items (order_id, line) ON DELETE CASCADE
);

CREATE TABLE reviews (
    product_id   INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    customer_id  INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    rating       INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    title        VARCHAR(100),
    body         TEXT CHECK (length(body) <= 2000),
    written_on   DATE NOT NULL,
    PRIMARY KEY (product_id, customer_id)
);
