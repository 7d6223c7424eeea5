-- People order things and look around; what happens to an order can be told from its moments.

CREATE TABLE members (
    id         INTEGER PRIMARY KEY,
    full_name  VARCHAR(80) NOT NULL,
    kind       TEXT NOT NULL,
    age        INTEGER NOT NULL CHECK (age BETWEEN 14 AND 99),
    joined_at  DATETIME NOT NULL
);

CREATE TABLE visits (
    id         INTEGER PRIMARY KEY,
    member_id  INTEGER NOT NULL REFERENCES members (id),
    page       TEXT NOT NULL
);

CREATE TABLE orders (
    id            INTEGER PRIMARY KEY,
    member_id     INTEGER NOT NULL REFERENCES members (id),
    state         VARCHAR(12) NOT NULL,
    total         DECIMAL(8, 2) NOT NULL CHECK (total > 0),
    discount      DECIMAL(8, 2) NOT NULL CHECK (discount >= 0),
    placed_at     DATETIME NOT NULL,
    paid_at       DATETIME,
    shipped_at    DATETIME,
    cancelled_at  DATETIME
);
