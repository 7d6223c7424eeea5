-- Two tables that need each other: a club has a captain, who is a player; a player has a club. Neither may be NULL.

CREATE TABLE clubs (
    id          integer PRIMARY KEY,
    name        varchar(80) NOT NULL UNIQUE,
    founded     smallint NOT NULL CHECK (founded BETWEEN 1850 AND 2025),
    captain_id  integer NOT NULL
);

CREATE TABLE players (
    id         integer PRIMARY KEY,
    club_id    integer NOT NULL REFERENCES clubs DEFERRABLE INITIALLY DEFERRED,
    full_name  varchar(100) NOT NULL,
    shirt      smallint NOT NULL CHECK (shirt BETWEEN 1 AND 99),
    joined_on  date NOT NULL
);

ALTER TABLE clubs ADD CONSTRAINT clubs_captain FOREIGN KEY (captain_id) REFERENCES players (id);

-- and a circle that may be open: a team's current match, a match's home team
CREATE TABLE teams (
    id        integer PRIMARY KEY,
    club_id   integer NOT NULL REFERENCES clubs,
    name      varchar(60) NOT NULL,
    match_id  integer,
    UNIQUE (club_id, name)
);

CREATE TABLE matches (
    id         integer PRIMARY KEY,
    home_id    integer NOT NULL REFERENCES teams,
    guest_id   integer NOT NULL REFERENCES teams,
    kick_off   timestamp NOT NULL,
    home_goals smallint CHECK (home_goals >= 0),
    guest_goals smallint CHECK (guest_goals >= 0)
);

ALTER TABLE teams ADD CONSTRAINT teams_match FOREIGN KEY (match_id) REFERENCES matches (id);
