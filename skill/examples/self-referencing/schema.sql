CREATE TABLE categories (
    id        INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES categories (id),
    name      VARCHAR(60) NOT NULL,
    CHECK (parent_id <> id)
);

CREATE TABLE employees (
    id         INTEGER PRIMARY KEY,
    manager_id INTEGER REFERENCES employees (id) ON DELETE SET NULL,
    full_name  VARCHAR(80) NOT NULL,
    hired_on   DATE NOT NULL
);

-- a circle: a team has a captain, who plays in a team; neither may be missing
CREATE TABLE teams (
    id         INTEGER PRIMARY KEY,
    name       VARCHAR(40) NOT NULL UNIQUE,
    captain_id INTEGER NOT NULL REFERENCES players (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE players (
    id        INTEGER PRIMARY KEY,
    team_id   INTEGER NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED,
    full_name VARCHAR(80) NOT NULL
);
