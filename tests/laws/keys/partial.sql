-- on: postgres sqlite
-- rows: 500
-- count: users=60
-- count: trees=10
-- ask: SELECT count(*) FROM carts => 500
-- ask: SELECT count(*) FROM carts WHERE s = 'open' >= 15
-- ask: SELECT count(*) FROM carts WHERE s = 'open' <= 60
-- ask: SELECT count(*) FROM addresses WHERE main >= 15
-- ask: SELECT count(*) FROM nodes WHERE parent IS NULL => 10
-- ask: SELECT count(*) FROM settings WHERE active <= 1
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int PRIMARY KEY, owner int NOT NULL REFERENCES users (id),
  s varchar(10) NOT NULL CHECK (s IN ('open', 'paid', 'lost')), paid_at date, CHECK ((s = 'paid') = (paid_at IS NOT NULL)));
CREATE UNIQUE INDEX one_cart ON carts (owner) WHERE s = 'open';
CREATE TABLE addresses (id int PRIMARY KEY, owner int REFERENCES users (id), kind varchar(5) NOT NULL
  CHECK (kind IN ('home', 'work')), main boolean NOT NULL);
CREATE UNIQUE INDEX one_main ON addresses (owner, kind) WHERE main;
CREATE TABLE trees (id int PRIMARY KEY);
CREATE TABLE nodes (id int PRIMARY KEY, tree int NOT NULL REFERENCES trees (id), parent int,
  UNIQUE (tree, id), FOREIGN KEY (tree, parent) REFERENCES nodes (tree, id));
CREATE UNIQUE INDEX one_root ON nodes (tree) WHERE parent IS NULL;
CREATE TABLE settings (id int PRIMARY KEY, active boolean NOT NULL);
CREATE UNIQUE INDEX one_active ON settings (active) WHERE active;
