-- refused: no values were found for tags
-- rows in postgres: wards 30

CREATE TABLE wards (
    tags TEXT[] NOT NULL,
    CHECK (tags <@ ARRAY['acorn', 'ivory', 'willow', 'birch']::text[])
);
