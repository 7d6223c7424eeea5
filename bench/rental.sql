-- A rental shop for films in many constraints: composite and circular keys, unique sets, ranges, states that imply times.

CREATE TABLE countries (
    id   INTEGER PRIMARY KEY,
    name VARCHAR(60) NOT NULL UNIQUE
);

CREATE TABLE cities (
    id         INTEGER PRIMARY KEY,
    name       VARCHAR(60) NOT NULL,
    country_id INTEGER NOT NULL REFERENCES countries (id)
);

CREATE TABLE addresses (
    id       INTEGER PRIMARY KEY,
    street   VARCHAR(80) NOT NULL,
    postcode VARCHAR(12),
    phone    VARCHAR(24) NOT NULL,
    city_id  INTEGER NOT NULL REFERENCES cities (id)
);

CREATE TABLE stores (
    id         INTEGER PRIMARY KEY,
    address_id INTEGER NOT NULL UNIQUE REFERENCES addresses (id),
    manager_id INTEGER UNIQUE
);

CREATE TABLE staff (
    id         INTEGER PRIMARY KEY,
    store_id   INTEGER NOT NULL REFERENCES stores (id),
    address_id INTEGER NOT NULL REFERENCES addresses (id),
    first_name VARCHAR(40) NOT NULL,
    last_name  VARCHAR(40) NOT NULL,
    email      VARCHAR(80) UNIQUE,
    username   VARCHAR(40) NOT NULL UNIQUE,
    active     BOOLEAN NOT NULL DEFAULT TRUE
);

ALTER TABLE stores ADD FOREIGN KEY (manager_id) REFERENCES staff (id);

CREATE TABLE customers (
    id         INTEGER PRIMARY KEY,
    store_id   INTEGER NOT NULL REFERENCES stores (id),
    address_id INTEGER NOT NULL REFERENCES addresses (id),
    first_name VARCHAR(40) NOT NULL,
    last_name  VARCHAR(40) NOT NULL,
    email      VARCHAR(80) NOT NULL UNIQUE,
    birth_date DATE CHECK (birth_date BETWEEN '1920-01-01' AND '2010-12-31'),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CHECK (updated_at >= created_at)
);

CREATE TABLE languages (
    id   INTEGER PRIMARY KEY,
    name VARCHAR(30) NOT NULL UNIQUE
);

CREATE TABLE films (
    id                   INTEGER PRIMARY KEY,
    title                VARCHAR(120) NOT NULL,
    description          TEXT,
    release_year         INTEGER CHECK (release_year BETWEEN 1901 AND 2026),
    language_id          INTEGER NOT NULL REFERENCES languages (id),
    original_language_id INTEGER REFERENCES languages (id),
    rental_days          SMALLINT NOT NULL CHECK (rental_days BETWEEN 1 AND 14),
    rental_rate          NUMERIC(4, 2) NOT NULL CHECK (rental_rate > 0),
    minutes              SMALLINT CHECK (minutes > 0 AND minutes < 600),
    replacement_cost     NUMERIC(5, 2) NOT NULL,
    rating               VARCHAR(5) CHECK (rating IN ('G', 'PG', 'PG-13', 'R', 'NC-17')),
    CHECK (replacement_cost > rental_rate)
);

CREATE TABLE actors (
    id         INTEGER PRIMARY KEY,
    first_name VARCHAR(40) NOT NULL,
    last_name  VARCHAR(40) NOT NULL
);

CREATE TABLE film_actors (
    film_id  INTEGER NOT NULL REFERENCES films (id),
    actor_id INTEGER NOT NULL REFERENCES actors (id),
    billing  SMALLINT CHECK (billing BETWEEN 1 AND 99),
    PRIMARY KEY (film_id, actor_id)
);

CREATE TABLE categories (
    id        INTEGER PRIMARY KEY,
    name      VARCHAR(40) NOT NULL UNIQUE,
    parent_id INTEGER REFERENCES categories (id)
);

CREATE TABLE film_categories (
    film_id     INTEGER NOT NULL REFERENCES films (id),
    category_id INTEGER NOT NULL REFERENCES categories (id),
    PRIMARY KEY (film_id, category_id)
);

CREATE TABLE inventory (
    id       INTEGER PRIMARY KEY,
    film_id  INTEGER NOT NULL REFERENCES films (id),
    store_id INTEGER NOT NULL REFERENCES stores (id),
    barcode  CHAR(13) NOT NULL UNIQUE,
    UNIQUE (id, store_id)
);

CREATE TABLE rentals (
    id           INTEGER PRIMARY KEY,
    rented_at    TIMESTAMP NOT NULL,
    due_at       TIMESTAMP NOT NULL,
    returned_at  TIMESTAMP,
    inventory_id INTEGER NOT NULL,
    store_id     INTEGER NOT NULL,
    customer_id  INTEGER NOT NULL REFERENCES customers (id),
    staff_id     INTEGER NOT NULL REFERENCES staff (id),
    state        VARCHAR(10) NOT NULL CHECK (state IN ('out', 'returned', 'lost')),
    UNIQUE (inventory_id, rented_at, customer_id),
    FOREIGN KEY (inventory_id, store_id) REFERENCES inventory (id, store_id),
    CHECK (due_at > rented_at),
    CHECK (returned_at >= rented_at),
    CHECK ((state = 'returned') = (returned_at IS NOT NULL))
);

CREATE TABLE payments (
    id          INTEGER PRIMARY KEY,
    rental_id   INTEGER REFERENCES rentals (id),
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    staff_id    INTEGER NOT NULL REFERENCES staff (id),
    amount      NUMERIC(6, 2) NOT NULL CHECK (amount >= 0),
    paid_at     TIMESTAMP NOT NULL,
    method      VARCHAR(10) NOT NULL CHECK (method IN ('cash', 'card', 'voucher')),
    card_last4  CHAR(4) CHECK (card_last4 ~ '^[0-9]{4}$'),
    CHECK (method <> 'card' OR card_last4 IS NOT NULL)
);
