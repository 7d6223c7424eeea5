-- on: mariadb
-- rows: 300
-- ask: SELECT count(*) FROM a => 256
-- ask: SELECT count(*) FROM b => 256
-- ask: SELECT count(*) FROM c => 127
CREATE TABLE a (n tinyint PRIMARY KEY, m int);
CREATE TABLE b (n tinyint unsigned NOT NULL UNIQUE);
CREATE TABLE c (n tinyint AUTO_INCREMENT PRIMARY KEY, m int);
