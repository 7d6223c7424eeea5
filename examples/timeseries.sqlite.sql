-- Measurements of sensors over time.

CREATE TABLE sites (
    code      TEXT PRIMARY KEY NOT NULL CHECK (length(code) BETWEEN 3 AND 8),
    name      TEXT NOT NULL,
    timezone  TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sensors (
    id            INTEGER PRIMARY KEY,
    site_code     TEXT NOT NULL REFERENCES sites (code),
    serial        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('heat', 'moisture', 'power', 'sound')),
    installed_on  DATE NOT NULL,
    removed_on    DATE,
    UNIQUE (site_code, serial),
    CHECK (installed_on <= removed_on)
);

CREATE TABLE readings (
    sensor_id    INTEGER NOT NULL REFERENCES sensors (id),
    measured_at  TIMESTAMP NOT NULL,
    value        REAL NOT NULL,
    quality      INTEGER NOT NULL DEFAULT 100 CHECK (quality >= 0 AND quality <= 100),
    raw          BLOB,
    PRIMARY KEY (sensor_id, measured_at)
) WITHOUT ROWID;
