-- A table that is mostly text.

CREATE TABLE articles (
    id           INTEGER PRIMARY KEY,
    slug         VARCHAR(120) NOT NULL UNIQUE,
    title        VARCHAR(160) NOT NULL,
    summary      VARCHAR(400) NOT NULL,
    body         TEXT NOT NULL,
    author_name  VARCHAR(80) NOT NULL,
    author_email VARCHAR(120) NOT NULL,
    published_at TIMESTAMP NOT NULL
);
