-- on: postgres mariadb sqlite
-- rows: 200
-- count: assets=150
-- ask: SELECT count(*) FROM vehicles => 150
-- ask: SELECT count(*) FROM cars => 150
-- ask: SELECT count(*) FROM wheels => 200
CREATE TABLE assets (id int PRIMARY KEY, kind int NOT NULL, UNIQUE (id, kind));
CREATE TABLE vehicles (id int PRIMARY KEY, kind int NOT NULL, FOREIGN KEY (id, kind) REFERENCES assets (id, kind));
CREATE TABLE cars (id int PRIMARY KEY, doors int, FOREIGN KEY (id) REFERENCES vehicles (id));
CREATE TABLE wheels (id int PRIMARY KEY, car int NOT NULL, FOREIGN KEY (car) REFERENCES cars (id));
