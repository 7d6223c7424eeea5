-- on: postgres mariadb sqlite
-- rows: 200
-- count: tenants=5
-- ask: SELECT count(*) FROM leases => 200
-- ask: SELECT count(room) FROM leases >= 100
-- ask: SELECT count(*) FROM teams => 200
-- ask: SELECT count(lead) FROM teams >= 100
CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE rooms (tenant int NOT NULL, id int NOT NULL, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant) REFERENCES tenants (id));
CREATE TABLE leases (id int PRIMARY KEY, tenant int NOT NULL, room int, UNIQUE (tenant, room),
  FOREIGN KEY (tenant) REFERENCES tenants (id), FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id));
CREATE TABLE teams (tenant int NOT NULL, id int NOT NULL, lead int, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant) REFERENCES tenants (id));
CREATE TABLE members (tenant int NOT NULL, id int NOT NULL, team int NOT NULL, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id));
