-- loads not: CHECK constraint failed: replace(slug, ' ', '') = slug
-- rows in sqlite: offices 26

CREATE TABLE offices (
    slug TEXT NOT NULL CHECK (replace(slug, ' ', '') = slug)
);
