-- A shop: people buy products, pay, and say what they think of them.

CREATE TABLE customers (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    email       VARCHAR(160) NOT NULL,
    first_name  VARCHAR(60) NOT NULL,
    last_name   VARCHAR(60) NOT NULL,
    birth_date  DATE,
    phone       VARCHAR(30),
    newsletter  TINYINT(1) NOT NULL DEFAULT 0,
    interests   SET('books', 'music', 'sport', 'garden', 'travel') NOT NULL DEFAULT '',
    created_at  DATETIME NOT NULL,
    updated_at  DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY customers_email (email),
    CONSTRAINT customers_newsletter CHECK (newsletter IN (0, 1)),
    CONSTRAINT customers_birth CHECK (birth_date BETWEEN '1920-01-01' AND '2008-12-31'),
    CONSTRAINT customers_time CHECK (created_at <= updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE categories (
    id    SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    slug  VARCHAR(40) NOT NULL UNIQUE,
    name  VARCHAR(80) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE products (
    id           INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    category_id  SMALLINT UNSIGNED NOT NULL,
    sku          CHAR(11) NOT NULL COMMENT 'what the warehouse calls it',
    name         VARCHAR(120) NOT NULL CHECK (CHAR_LENGTH(name) >= 3),
    description  MEDIUMTEXT,
    price        DECIMAL(10, 2) UNSIGNED NOT NULL CHECK (price > 0),
    cost         DECIMAL(10, 2) UNSIGNED NOT NULL,
    weight_g     MEDIUMINT UNSIGNED,
    attributes   JSON,
    discontinued BIT(1) NOT NULL DEFAULT b'0',
    UNIQUE KEY products_sku (sku),
    KEY products_category (category_id),
    CONSTRAINT products_margin CHECK (cost <= price),
    CONSTRAINT products_weight CHECK (weight_g BETWEEN 1 AND 50000),
    CONSTRAINT products_in_category FOREIGN KEY (category_id) REFERENCES categories (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE orders (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    number       CHAR(36) NOT NULL UNIQUE,
    customer_id  BIGINT UNSIGNED NOT NULL,
    status       ENUM('cart', 'placed', 'paid', 'shipped', 'delivered', 'returned') NOT NULL DEFAULT 'cart',
    placed_at    DATETIME(3) NOT NULL,
    shipped_at   DATETIME(3),
    note         TEXT,
    KEY orders_by_customer (customer_id, placed_at),
    CONSTRAINT orders_time CHECK (placed_at <= shipped_at),
    CONSTRAINT orders_of_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE order_items (
    order_id    BIGINT UNSIGNED NOT NULL,
    line        SMALLINT NOT NULL CHECK (line BETWEEN 1 AND 40),
    product_id  INT UNSIGNED NOT NULL,
    quantity    INT NOT NULL CHECK (quantity BETWEEN 1 AND 20),
    unit_price  DECIMAL(10, 2) NOT NULL CHECK (unit_price >= 0),
    total       DECIMAL(14, 2) GENERATED ALWAYS AS (quantity * unit_price) STORED,
    PRIMARY KEY (order_id, line),
    CONSTRAINT items_of_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
    CONSTRAINT items_of_product FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE shipments (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    order_id    BIGINT UNSIGNED NOT NULL,
    line        SMALLINT NOT NULL,
    carrier     ENUM('post', 'courier', 'freight', 'pickup') NOT NULL,
    tracking    VARCHAR(24) UNIQUE,
    packed_at   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT shipments_of_item FOREIGN KEY (order_id, line) REFERENCES order_items (order_id, line) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE reviews (
    product_id   INT UNSIGNED NOT NULL,
    customer_id  BIGINT UNSIGNED NOT NULL,
    rating       TINYINT NOT NULL CHECK (rating BETWEEN 1 AND 5),
    title        VARCHAR(100),
    body         TEXT,
    written_on   DATE NOT NULL,
    PRIMARY KEY (product_id, customer_id),
    CONSTRAINT reviews_of_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE,
    CONSTRAINT reviews_by_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
