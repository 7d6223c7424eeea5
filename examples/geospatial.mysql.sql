-- Places, zones and journeys, with the spatial types that the server brings along.

CREATE TABLE zones (
    id      INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name    VARCHAR(80) NOT NULL UNIQUE,
    border  POLYGON NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE places (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    zone_id     INT UNSIGNED NOT NULL,
    name        VARCHAR(120) NOT NULL,
    lat         DECIMAL(9, 6) NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon         DECIMAL(9, 6) NOT NULL CHECK (lon BETWEEN -180 AND 180),
    spot        POINT NOT NULL,
    altitude_m  DECIMAL(6, 1),
    postcode    VARCHAR(12),
    country     CHAR(2) NOT NULL,
    SPATIAL INDEX places_by_spot (spot),
    CONSTRAINT places_zone FOREIGN KEY (zone_id) REFERENCES zones (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE journeys (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    origin      BIGINT UNSIGNED NOT NULL,
    target      BIGINT UNSIGNED NOT NULL,
    course      LINESTRING,
    distance_m  INT UNSIGNED NOT NULL CHECK (distance_m > 0),
    left_at     DATETIME NOT NULL,
    arrived_at  DATETIME NOT NULL,
    CONSTRAINT journeys_origin FOREIGN KEY (origin) REFERENCES places (id),
    CONSTRAINT journeys_target FOREIGN KEY (target) REFERENCES places (id),
    CONSTRAINT journeys_time CHECK (left_at <= arrived_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
