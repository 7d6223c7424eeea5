-- Measurements of sensors over time, partitioned by month; a value that belongs nowhere goes to the default partition.

CREATE TABLE sites (
    code      varchar(8) PRIMARY KEY CHECK (code ~ '^[A-Z]{3}[0-9]{2}$'),
    name      varchar(80) NOT NULL,
    timezone  varchar(40) NOT NULL
);

CREATE TABLE sensors (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site_code     varchar(8) NOT NULL REFERENCES sites (code),
    serial        varchar(20) NOT NULL,
    kind          varchar(12) NOT NULL CHECK (kind IN ('heat', 'moisture', 'power', 'sound')),
    mac           macaddr UNIQUE,
    firmware      varchar(12) NOT NULL DEFAULT '1.0.0',
    installed_on  date NOT NULL,
    removed_on    date,
    calibration   double precision[] CHECK (array_length(calibration, 1) <= 8),
    UNIQUE (site_code, serial),
    CHECK (installed_on <= removed_on)
);

CREATE TABLE readings (
    sensor_id    bigint NOT NULL REFERENCES sensors,
    measured_at  timestamptz NOT NULL,
    value        double precision NOT NULL,
    quality      smallint NOT NULL DEFAULT 100 CHECK (quality >= 0 AND quality <= 100),
    raw          bytea,
    PRIMARY KEY (sensor_id, measured_at)
) PARTITION BY RANGE (measured_at);

CREATE TABLE readings_2025_11 PARTITION OF readings FOR VALUES FROM ('2025-11-01') TO ('2025-12-01');
CREATE TABLE readings_2025_12 PARTITION OF readings FOR VALUES FROM ('2025-12-01') TO ('2026-01-01');
CREATE TABLE readings_rest PARTITION OF readings DEFAULT;

CREATE TABLE alarms (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sensor_id    bigint NOT NULL REFERENCES sensors,
    level        varchar(8) NOT NULL CHECK (level IN ('info', 'warning', 'critical')),
    threshold    real NOT NULL,
    raised_at    timestamptz NOT NULL,
    cleared_at   timestamptz,
    CHECK (raised_at <= cleared_at)
);
