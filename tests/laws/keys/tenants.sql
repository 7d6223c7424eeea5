-- on: postgres mariadb sqlite
-- rows: 300
-- count: tenants=12
-- ask: SELECT count(*) FROM bookings => 300
-- ask: SELECT count(*) FROM (SELECT DISTINCT tenant, team, room, desk FROM bookings) x >= 280
-- ask: SELECT count(desk) FROM optional >= 200
-- ask: SELECT count(parent) FROM optional >= 200
-- ask: SELECT count(*) FROM nodes WHERE parent <> id >= 200
CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE teams (tenant int NOT NULL, id int NOT NULL, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant) REFERENCES tenants (id));
CREATE TABLE rooms (tenant int NOT NULL, id int NOT NULL, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant) REFERENCES tenants (id));
CREATE TABLE desks (tenant int NOT NULL, room int NOT NULL, id int NOT NULL, PRIMARY KEY (tenant, room, id),
  FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id));
CREATE TABLE bookings (tenant int NOT NULL, team int NOT NULL, room int NOT NULL, desk int NOT NULL, host int NOT NULL,
  FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id),
  FOREIGN KEY (tenant, room, desk) REFERENCES desks (tenant, room, id),
  FOREIGN KEY (tenant, host) REFERENCES teams (tenant, id));
CREATE TABLE optional (tenant int NOT NULL, id int NOT NULL, team int NOT NULL, room int, desk int, parent int,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id),
  FOREIGN KEY (tenant, room, desk) REFERENCES desks (tenant, room, id),
  FOREIGN KEY (tenant, parent) REFERENCES optional (tenant, id));
CREATE TABLE nodes (tenant int NOT NULL, id int NOT NULL, parent int NOT NULL, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant) REFERENCES tenants (id),
  FOREIGN KEY (tenant, parent) REFERENCES nodes (tenant, id));
