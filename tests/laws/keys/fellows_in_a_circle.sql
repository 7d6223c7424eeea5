-- on: postgres mariadb
-- rows: 200
-- count: tenants=5
-- ask: SELECT count(captain) FROM teams >= 100
CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE teams (tenant int NOT NULL, id int NOT NULL, captain int, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant) REFERENCES tenants (id));
CREATE TABLE members (tenant int NOT NULL, id int NOT NULL, team int NOT NULL, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id));
ALTER TABLE teams ADD CONSTRAINT captains FOREIGN KEY (tenant, captain) REFERENCES members (tenant, id);
