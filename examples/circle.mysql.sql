-- Two tables that need each other: a club has a captain, who is a player; a player has a club. Neither may be NULL.

CREATE TABLE clubs (
    id          INT NOT NULL PRIMARY KEY,
    name        VARCHAR(80) NOT NULL UNIQUE,
    founded     SMALLINT NOT NULL CHECK (founded BETWEEN 1850 AND 2025),
    captain_id  INT NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE players (
    id         INT NOT NULL PRIMARY KEY,
    club_id    INT NOT NULL,
    full_name  VARCHAR(100) NOT NULL,
    shirt      TINYINT UNSIGNED NOT NULL CHECK (shirt BETWEEN 1 AND 99),
    joined_on  DATE NOT NULL,
    CONSTRAINT players_club FOREIGN KEY (club_id) REFERENCES clubs (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

ALTER TABLE clubs ADD CONSTRAINT clubs_captain FOREIGN KEY (captain_id) REFERENCES players (id);
