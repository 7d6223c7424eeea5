CREATE TABLE employees (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code          VARCHAR(12) NOT NULL UNIQUE,
    email         VARCHAR(120) NOT NULL UNIQUE CHECK (email LIKE '%@%'),
    first_name    VARCHAR(60) NOT NULL,
    last_name     VARCHAR(60) NOT NULL,
    department    TEXT NOT NULL CHECK (department IN ('engineering', 'sales', 'support', 'finance')),
    salary        NUMERIC(9, 2) NOT NULL CHECK (salary BETWEEN 18000 AND 250000),
    status        TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'on_leave', 'left')),
    hired_on      DATE NOT NULL,
    left_on       DATE,
    CHECK (left_on >= hired_on),
    CHECK ((status = 'left') = (left_on IS NOT NULL))
);
