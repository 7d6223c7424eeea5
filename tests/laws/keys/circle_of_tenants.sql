-- on: postgres mariadb
-- rows: 100
-- count: tenants=7
-- count: members=250
-- ask: SELECT count(*) FROM teams => 100
-- ask: SELECT count(*) FROM members => 250
-- ask: SELECT count(DISTINCT tenant) FROM teams >= 5
CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE teams (tenant int NOT NULL, id int NOT NULL, captain int NOT NULL, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant) REFERENCES tenants (id));
CREATE TABLE members (tenant int NOT NULL, id int NOT NULL, team int NOT NULL, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id));
ALTER TABLE teams ADD CONSTRAINT captains FOREIGN KEY (tenant, captain) REFERENCES members (tenant, id);
