-- One wide table: ten kinds of columns, five times.

CREATE TABLE readings (
    id BIGINT PRIMARY KEY,
    count_1 INTEGER NOT NULL CHECK (count_1 BETWEEN 0 AND 100000), amount_1 NUMERIC(10, 2) NOT NULL, ratio_1 DOUBLE PRECISION,
    flag_1 BOOLEAN NOT NULL, day_1 DATE NOT NULL, at_1 TIMESTAMP NOT NULL, key_1 UUID NOT NULL,
    label_1 VARCHAR(40) NOT NULL, state_1 VARCHAR(10) NOT NULL CHECK (state_1 IN ('new', 'open', 'done', 'gone')), code_1 CHAR(8) NOT NULL,
    count_2 INTEGER NOT NULL CHECK (count_2 BETWEEN 0 AND 100000), amount_2 NUMERIC(10, 2) NOT NULL, ratio_2 DOUBLE PRECISION,
    flag_2 BOOLEAN NOT NULL, day_2 DATE NOT NULL, at_2 TIMESTAMP NOT NULL, key_2 UUID NOT NULL,
    label_2 VARCHAR(40) NOT NULL, state_2 VARCHAR(10) NOT NULL CHECK (state_2 IN ('new', 'open', 'done', 'gone')), code_2 CHAR(8) NOT NULL,
    count_3 INTEGER NOT NULL CHECK (count_3 BETWEEN 0 AND 100000), amount_3 NUMERIC(10, 2) NOT NULL, ratio_3 DOUBLE PRECISION,
    flag_3 BOOLEAN NOT NULL, day_3 DATE NOT NULL, at_3 TIMESTAMP NOT NULL, key_3 UUID NOT NULL,
    label_3 VARCHAR(40) NOT NULL, state_3 VARCHAR(10) NOT NULL CHECK (state_3 IN ('new', 'open', 'done', 'gone')), code_3 CHAR(8) NOT NULL,
    count_4 INTEGER NOT NULL CHECK (count_4 BETWEEN 0 AND 100000), amount_4 NUMERIC(10, 2) NOT NULL, ratio_4 DOUBLE PRECISION,
    flag_4 BOOLEAN NOT NULL, day_4 DATE NOT NULL, at_4 TIMESTAMP NOT NULL, key_4 UUID NOT NULL,
    label_4 VARCHAR(40) NOT NULL, state_4 VARCHAR(10) NOT NULL CHECK (state_4 IN ('new', 'open', 'done', 'gone')), code_4 CHAR(8) NOT NULL,
    count_5 INTEGER NOT NULL CHECK (count_5 BETWEEN 0 AND 100000), amount_5 NUMERIC(10, 2) NOT NULL, ratio_5 DOUBLE PRECISION,
    flag_5 BOOLEAN NOT NULL, day_5 DATE NOT NULL, at_5 TIMESTAMP NOT NULL, key_5 UUID NOT NULL,
    label_5 VARCHAR(40) NOT NULL, state_5 VARCHAR(10) NOT NULL CHECK (state_5 IN ('new', 'open', 'done', 'gone')), code_5 CHAR(8) NOT NULL
);
