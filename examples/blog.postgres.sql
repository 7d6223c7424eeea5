-- A blog with several authors, tags, threads of comments, and reactions.

CREATE TYPE visibility AS ENUM ('draft', 'private', 'public');

CREATE TABLE authors (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    handle      varchar(30) NOT NULL UNIQUE CHECK (handle ~ '^[a-z][a-z0-9_]{2,29}$'),
    full_name   varchar(100) NOT NULL,
    email       varchar(200) NOT NULL UNIQUE,
    website     varchar(200),
    bio         text,
    joined_on   date NOT NULL,
    last_seen   timestamp
);

CREATE TABLE posts (
    id            bigserial PRIMARY KEY,
    author_id     uuid NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    title         varchar(160) NOT NULL CHECK (char_length(title) BETWEEN 5 AND 160),
    slug          varchar(180) NOT NULL,
    body          text NOT NULL,
    visibility    visibility NOT NULL DEFAULT 'draft',
    reading_time  interval,
    view_count    bigint NOT NULL DEFAULT 0 CHECK (view_count >= 0),
    created_at    timestamptz NOT NULL,
    published_at  timestamptz,
    search        tsvector,
    UNIQUE (author_id, slug),
    CHECK (created_at <= published_at)
);

CREATE TABLE tags (
    id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   varchar(40) NOT NULL UNIQUE,
    color  char(7) NOT NULL DEFAULT '#808080' CHECK (color ~ '^#[0-9a-f]{6}$')
);

CREATE TABLE post_tags (
    post_id  bigint NOT NULL REFERENCES posts ON DELETE CASCADE,
    tag_id   integer NOT NULL REFERENCES tags ON DELETE CASCADE,
    PRIMARY KEY (post_id, tag_id)
);

CREATE TABLE comments (
    id          bigserial PRIMARY KEY,
    post_id     bigint NOT NULL REFERENCES posts ON DELETE CASCADE,
    author_id   uuid REFERENCES authors ON DELETE SET NULL,
    parent_id   bigint REFERENCES comments ON DELETE CASCADE,
    body        varchar(1000) NOT NULL CHECK (body <> ''),
    from_ip     inet,
    created_at  timestamptz NOT NULL,
    edited_at   timestamptz,
    CHECK (edited_at >= created_at)
);

CREATE TABLE reactions (
    comment_id  bigint NOT NULL REFERENCES comments ON DELETE CASCADE,
    author_id   uuid NOT NULL REFERENCES authors ON DELETE CASCADE,
    kind        varchar(10) NOT NULL CHECK (kind IN ('like', 'love', 'laugh', 'think')),
    CONSTRAINT one_of_each UNIQUE (comment_id, author_id, kind)
);
