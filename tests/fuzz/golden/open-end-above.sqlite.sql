-- refused: no values were found that meet the checks over start_date [units] 2 rows were refused 1000 times
-- rows in sqlite: units 7

CREATE TABLE units (
    start_date DATE NOT NULL,
    end_date DATE,
    UNIQUE (end_date),
    CHECK (end_date IS NULL OR end_date > start_date)
);
