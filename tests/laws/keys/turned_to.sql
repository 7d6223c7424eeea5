-- on: mariadb
-- ask: SELECT count(*) FROM seedbed_turned_to.t => 100
DROP DATABASE IF EXISTS seedbed_turned_to;
CREATE DATABASE seedbed_turned_to;
USE seedbed_turned_to;
CREATE TABLE t (id int PRIMARY KEY);
