-- Places, zones and journeys, with PostgreSQL's own geometric types: no extension is needed.

CREATE DOMAIN latitude AS double precision CHECK (VALUE BETWEEN -90 AND 90);
CREATE DOMAIN longitude AS double precision CHECK (VALUE BETWEEN -180 AND 180);

CREATE TABLE zones (
    id        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      varchar(80) NOT NULL UNIQUE,
    border    polygon NOT NULL,
    frame     box,
    heights   int4range NOT NULL,
    open_on   daterange
);

CREATE TABLE places (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    zone_id     integer NOT NULL REFERENCES zones,
    name        varchar(120) NOT NULL,
    lat         latitude NOT NULL,
    lon         longitude NOT NULL,
    spot        point NOT NULL,
    altitude_m  numeric(6, 1) CHECK (altitude_m BETWEEN -430 AND 8850),
    postcode    varchar(12),
    country     char(2) NOT NULL
);
CREATE INDEX places_by_spot ON places USING gist (spot);

CREATE TABLE journeys (
    id          uuid PRIMARY KEY,
    origin      bigint NOT NULL REFERENCES places,
    target      bigint NOT NULL REFERENCES places,
    course      path,
    distance_m  integer NOT NULL CHECK (distance_m > 0),
    left_at     timestamptz NOT NULL,
    arrived_at  timestamptz NOT NULL,
    CHECK (left_at <= arrived_at)
);
