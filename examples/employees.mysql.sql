-- People at work: everyone but the heads has a manager in the same table.

CREATE TABLE departments (
    id       INT NOT NULL PRIMARY KEY,
    name     VARCHAR(60) NOT NULL UNIQUE,
    part_of  INT,
    floor    TINYINT CHECK (floor BETWEEN -2 AND 40),
    CONSTRAINT departments_tree FOREIGN KEY (part_of) REFERENCES departments (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE employees (
    id             INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    badge          CHAR(8) NOT NULL UNIQUE,
    first_name     VARCHAR(60) NOT NULL,
    last_name      VARCHAR(60) NOT NULL,
    email          VARCHAR(160) NOT NULL UNIQUE,
    department_id  INT NOT NULL,
    manager_id     INT,
    birth_date     DATE NOT NULL,
    hired_on       DATE NOT NULL,
    left_on        DATE,
    salary         DECIMAL(9, 2) NOT NULL CHECK (salary >= 12000 AND salary <= 900000),
    share          FLOAT NOT NULL DEFAULT 1 CHECK (share > 0 AND share <= 1),
    CONSTRAINT employees_born CHECK (birth_date < hired_on),
    CONSTRAINT employees_stay CHECK (hired_on <= left_on),
    CONSTRAINT employees_department FOREIGN KEY (department_id) REFERENCES departments (id),
    CONSTRAINT employees_manager FOREIGN KEY (manager_id) REFERENCES employees (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE salary_changes (
    employee_id  INT NOT NULL,
    valid_from   DATE NOT NULL,
    valid_to     DATE NOT NULL,
    salary       DECIMAL(9, 2) NOT NULL CHECK (salary > 0),
    PRIMARY KEY (employee_id, valid_from),
    CONSTRAINT salary_time CHECK (valid_from <= valid_to),
    CONSTRAINT salary_of FOREIGN KEY (employee_id) REFERENCES employees (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
