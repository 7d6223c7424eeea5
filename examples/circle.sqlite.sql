-- Two tables that need each other: a club has a captain, who is a player; a player has a club. Neither may be NULL.

CREATE TABLE clubs (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    founded     INTEGER NOT NULL CHECK (founded BETWEEN 1850 AND 2025),
    captain_id  INTEGER NOT NULL REFERENCES players (id)
);

CREATE TABLE players (
    id         INTEGER PRIMARY KEY,
    club_id    INTEGER NOT NULL REFERENCES clubs (id),
    full_name  TEXT NOT NULL,
    shirt      INTEGER NOT NULL CHECK (shirt BETWEEN 1 AND 99),
    joined_on  DATE NOT NULL
);
