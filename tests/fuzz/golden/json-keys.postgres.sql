-- refused: no values were found for payload
-- rows in postgres: tags 23

CREATE TABLE tags (
    payload JSONB NOT NULL,
    CHECK (payload ? 'kind' AND (payload ->> 'size')::int > 0)
);
