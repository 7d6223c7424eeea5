-- refused: no values were found that meet the checks over low, middle, high [pages] 35 rows were refused 65536 times
-- rows in sqlite: pages 35

CREATE TABLE pages (
    low INT NOT NULL,
    middle BIGINT NOT NULL,
    high INT NOT NULL,
    CHECK (low + middle + high = 100)
);
