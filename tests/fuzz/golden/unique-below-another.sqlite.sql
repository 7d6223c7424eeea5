-- refused: no values were found that meet the checks over last_no [tenants] 4 rows were refused 1000 times
-- rows in sqlite: tenants 4

CREATE TABLE tenants (
    first_no INTEGER NOT NULL,
    last_no INT NOT NULL,
    UNIQUE (first_no),
    CHECK (first_no <= last_no)
);
