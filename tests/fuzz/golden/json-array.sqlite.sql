-- loads not: CHECK constraint failed: json_type(labels) = 'array' AND json_array_length(labels) <= 5
-- rows in sqlite: books 10

CREATE TABLE books (
    labels JSON,
    CHECK (json_type(labels) = 'array' AND json_array_length(labels) <= 5)
);
