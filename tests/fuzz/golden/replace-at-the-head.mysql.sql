-- loads not: CHECK constraint failed: replace(slug, ' ', '') = slug
-- rows in mysql: offices 26

CREATE TABLE offices (
    slug VARCHAR(60) NOT NULL CHECK (replace(slug, ' ', '') = slug)
);
