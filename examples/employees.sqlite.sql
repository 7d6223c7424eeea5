-- People at work: everyone but the heads has a manager in the same table.

CREATE TABLE departments (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    part_of  INTEGER REFERENCES departments (id),
    floor    INTEGER CHECK (floor BETWEEN -2 AND 40)
);

CREATE TABLE employees (
    id             INTEGER PRIMARY KEY,
    badge          TEXT NOT NULL UNIQUE CHECK (length(badge) = 8),
    first_name     TEXT NOT NULL,
    last_name      TEXT NOT NULL,
    email          TEXT NOT NULL UNIQUE,
    department_id  INTEGER NOT NULL REFERENCES departments (id),
    manager_id     INTEGER REFERENCES employees (id),
    birth_date     DATE NOT NULL,
    hired_on       DATE NOT NULL,
    left_on        DATE,
    salary         NUMERIC(9, 2) NOT NULL CHECK (salary >= 12000 AND salary <= 900000),
    share          REAL NOT NULL DEFAULT 1 CHECK (share > 0 AND share <= 1),
    CHECK (birth_date < hired_on),
    CHECK (hired_on <= left_on)
);

CREATE TABLE salary_changes (
    employee_id  INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    valid_from   DATE NOT NULL,
    valid_to     DATE NOT NULL,
    salary       NUMERIC(9, 2) NOT NULL CHECK (salary > 0),
    PRIMARY KEY (employee_id, valid_from),
    CHECK (valid_from <= valid_to)
);
