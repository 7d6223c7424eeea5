-- Everything of MySQL's and MariaDB's definitions that the reader knows; a real server takes it as it is.
/*!40101 SET NAMES utf8mb4 */;
SET FOREIGN_KEY_CHECKS=0;
CREATE TABLE `par``ent` (
  id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  UNIQUE KEY uk USING BTREE (code(10)),
  flag BIT(3) DEFAULT b'101', yr YEAR DEFAULT 2020, b BOOL NOT NULL DEFAULT TRUE, t1 TINYINT(1),
  amount DECIMAL, price NUMERIC(12,4) UNSIGNED ZEROFILL, dbl DOUBLE PRECISION, fl FLOAT(30), f2 FLOAT(7,3),
  e ENUM('a','b''c','d\'e') CHARACTER SET latin1 DEFAULT 'a', s SET('x','y') NOT NULL,
  tt TINYTEXT, mt MEDIUMTEXT BINARY, lt LONG VARCHAR, tx TEXT(300), tx2 TEXT(70000), bb BLOB(10), bin BINARY(16), vb VARBINARY(20),
  c1 CHAR, nc NATIONAL VARCHAR(5), cb CHAR(4) CHARACTER SET binary,
  ts TIMESTAMP(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), dt DATETIME DEFAULT NOW(),
  ts2 TIMESTAMP, tm TIME(6), d DATE DEFAULT (CURRENT_DATE),
  j JSON CHECK (json_valid(j)), g GEOMETRY, p POINT NOT NULL, u UUID DEFAULT (uuid()), i6 INET6, i4 INET4,
  full_name VARCHAR(60) GENERATED ALWAYS AS (concat(code, '-', nc)) STORED, v2 INT AS (id + 1) VIRTUAL, v3 INT AS (amount*2) PERSISTENT UNIQUE,
  SPATIAL INDEX (p), FULLTEXT KEY ft (tx), KEY k2 (amount DESC, yr),
  CONSTRAINT chk_a CHECK (amount >= 0 AND amount < 100), CHECK (`yr` > 1990),
  comment varchar(10) COMMENT 'it''s; a "comment"' CHECK (comment <> 'x'),
  `key` int, `weird name; --` int default -5
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci ROW_FORMAT=DYNAMIC COMMENT='t';
CREATE TABLE child (
 a int unsigned not null references `par``ent` (id) on delete cascade on update cascade,
 b int, c varchar(20), ser SERIAL,
 n varchar(100) collate utf8mb4_unicode_ci,
 UNIQUE (b, c(5)), PRIMARY KEY (a, ser),
 self int unsigned,
 CONSTRAINT fk_self FOREIGN KEY idx_s (self) REFERENCES child(a) ON DELETE NO ACTION ON UPDATE RESTRICT
) CHARACTER SET = utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE child2 LIKE child;
ALTER TABLE child2 ADD COLUMN z int NOT NULL DEFAULT 3 FIRST, ADD (y1 int, y2 int unique), MODIFY b bigint unsigned not null AFTER z, CHANGE COLUMN c cc varchar(40) NOT NULL, ADD CONSTRAINT ck CHECK (z > 0), ADD UNIQUE INDEX un (y1, z), ALTER COLUMN z SET DEFAULT 9, RENAME COLUMN n TO nn;
ALTER TABLE child2 DROP COLUMN self, DROP INDEX un, ENGINE=InnoDB, COMMENT 'x';
ALTER TABLE child2 CONVERT TO CHARACTER SET latin1 COLLATE latin1_swedish_ci;
RENAME TABLE child2 TO kid;
CREATE UNIQUE INDEX ki ON kid (y1 ASC, y2 DESC) USING BTREE;
CREATE TABLE isam (a int primary key, b int, foreign key (b) references isam(a)) ENGINE=MyISAM;
CREATE TABLE pr (id int not null, d date not null, primary key (id, d)) PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH(id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN (2010));
CREATE TABLE pl (id int, r int) PARTITION BY LIST (r) (PARTITION a VALUES IN (1,2), PARTITION b VALUES IN (NULL, 7));
CREATE TABLE pc (a int, b int, c varchar(5)) PARTITION BY RANGE COLUMNS (a, b) (PARTITION a VALUES LESS THAN (1, 5), PARTITION b VALUES LESS THAN (10, MAXVALUE));
CREATE TABLE ph (a int) PARTITION BY KEY (a) PARTITIONS 4;
CREATE TABLE sv (a int primary key) WITH SYSTEM VERSIONING;
CREATE TABLE per (a int, d1 date, d2 date, PERIOD FOR p(d1,d2), UNIQUE (a, p WITHOUT OVERLAPS));
CREATE SEQUENCE sq START WITH 3;
CREATE TABLE usq (a bigint DEFAULT NEXT VALUE FOR sq, b int unique auto_increment, UNIQUE KEY (a), unique index foo using btree (b));
CREATE TEMPORARY TABLE tmp (a int);
DROP TABLE IF EXISTS nothere, alsonot;
DELIMITER $$
CREATE TRIGGER tr BEFORE INSERT ON kid FOR EACH ROW BEGIN SET NEW.z = 1; END$$
CREATE PROCEDURE pp() BEGIN CREATE TABLE inner1 (a int); END$$
DELIMITER ;
INSERT INTO isam VALUES (1, NULL), (2, 1);
CREATE TABLE compact(a int,b int,constraint primary key(a),constraint unique(b),index(a,b))engine innodb default charset utf8mb4;
