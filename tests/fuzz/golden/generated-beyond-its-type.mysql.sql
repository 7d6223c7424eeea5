-- loads not: out of range value for column 'sum_of'
-- rows in mysql: t 20

CREATE TABLE t (
    ones INT NOT NULL,
    tens INT NOT NULL,
    sum_of INT GENERATED ALWAYS AS (ones + 10 * tens) STORED,
    UNIQUE (sum_of)
);
