-- loads not: CHECK constraint failed: (email IS NOT NULL) + (phone_no IS NOT NULL) + (visited_on IS NOT NULL) = 1
-- rows in sqlite: wards_2 6

CREATE TABLE wards_2 (
    email TEXT,
    phone_no INTEGER,
    visited_on TEXT,
    CHECK ((email IS NOT NULL) + (phone_no IS NOT NULL) + (visited_on IS NOT NULL) = 1)
);
