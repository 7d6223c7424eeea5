-- A blog with several authors, tags and threads of comments.

CREATE TABLE authors (
    id         INTEGER PRIMARY KEY,
    handle     TEXT NOT NULL UNIQUE CHECK (length(handle) BETWEEN 3 AND 30),
    full_name  TEXT NOT NULL,
    email      TEXT NOT NULL UNIQUE,
    website    TEXT,
    bio        TEXT,
    joined_on  TEXT NOT NULL
) STRICT;

CREATE TABLE posts (
    id            INTEGER PRIMARY KEY,
    author_id     INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    title         TEXT NOT NULL CHECK (length(title) BETWEEN 5 AND 160),
    slug          TEXT NOT NULL,
    body          TEXT NOT NULL,
    visibility    TEXT NOT NULL DEFAULT 'draft' CHECK (visibility IN ('draft', 'private', 'public')),
    view_count    INTEGER NOT NULL DEFAULT 0 CHECK (view_count >= 0),
    score         REAL CHECK (score BETWEEN 0.0 AND 1.0),
    created_at    DATETIME NOT NULL,
    published_at  DATETIME,
    UNIQUE (author_id, slug),
    CHECK (created_at <= published_at)
);

CREATE TABLE tags (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE
);

CREATE TABLE post_tags (
    post_id  INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    tag_id   INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (post_id, tag_id)
) WITHOUT ROWID;

CREATE TABLE comments (
    id          INTEGER PRIMARY KEY,
    post_id     INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    author_id   INTEGER REFERENCES authors (id) ON DELETE SET NULL,
    parent_id   INTEGER REFERENCES comments (id) ON DELETE CASCADE,
    body        TEXT NOT NULL CHECK (body <> ''),
    created_at  DATETIME NOT NULL
);
