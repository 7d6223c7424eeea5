-- on: postgres mariadb
-- rows: 400
-- count: users=30
-- count: rooms=10
-- count: slots=12
-- ask: SELECT count(*) FROM follows => 400
-- ask: SELECT count(*) FROM follows WHERE a = b => 0
-- ask: SELECT count(*) FROM lessons => 120
-- ask: SELECT count(*) FROM seats => 300
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE rooms (id int PRIMARY KEY);
CREATE TABLE slots (id int PRIMARY KEY);
CREATE TABLE follows (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b), CHECK (a <> b),
  FOREIGN KEY (a) REFERENCES users (id), FOREIGN KEY (b) REFERENCES users (id));
CREATE TABLE lessons (id int PRIMARY KEY, room int NOT NULL, slot int NOT NULL, teacher int NOT NULL,
  UNIQUE (room, slot), UNIQUE (teacher, slot),
  FOREIGN KEY (room) REFERENCES rooms (id), FOREIGN KEY (slot) REFERENCES slots (id),
  FOREIGN KEY (teacher) REFERENCES users (id));
CREATE TABLE seats (id int PRIMARY KEY, user_id int NOT NULL, room int NOT NULL, number smallint NOT NULL,
  UNIQUE (user_id, room), UNIQUE (room, number), CHECK (number BETWEEN 1 AND 40),
  FOREIGN KEY (room) REFERENCES rooms (id), FOREIGN KEY (user_id) REFERENCES users (id));
