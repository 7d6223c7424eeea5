CREATE SEQUENCE sq;
CREATE TABLE `a``b` (id int PRIMARY KEY DEFAULT nextval(sq), j json NOT NULL, g int AS (id + 1) VIRTUAL, u uuid DEFAULT uuid(), d date DEFAULT (curdate() + interval 1 day),
 c varchar(20) CHECK (char_length(c) > 3), e enum('x','y''z','q"') DEFAULT 'x', s set('p','q') NOT NULL, y year, b bit(3) DEFAULT b'101', ip inet6,
 ts timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), v varchar(300) CHARACTER SET latin1 COLLATE latin1_bin, w varchar(30) CHARACTER SET binary,
 inv int INVISIBLE DEFAULT 3, x varchar(9) COMMENT 'it''s\na `b`', num decimal(10,2) UNSIGNED DEFAULT 0.5, f float(7,3), fl float, dbl double DEFAULT 1e3, big bigint unsigned, z int zerofill,
 geo point NOT NULL, txt text DEFAULT 'hm', bl blob DEFAULT x'00ff', flag boolean DEFAULT true, ch char(5) NOT NULL DEFAULT '',
 UNIQUE KEY pre (txt(10)), UNIQUE KEY mixed (c DESC, num), SPATIAL KEY (geo), KEY plain (y), CONSTRAINT `odd name` CHECK (num > 0 AND (c LIKE 'a%' OR num < 50)));
CREATE TABLE sv (a int PRIMARY KEY, b int) WITH SYSTEM VERSIONING;
CREATE TABLE sv2 (a int PRIMARY KEY, st timestamp(6) GENERATED ALWAYS AS ROW START, en timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME(st, en)) WITH SYSTEM VERSIONING;
CREATE TABLE per (a int, st date, en date, PERIOD FOR p(st, en), UNIQUE (a, p WITHOUT OVERLAPS));
CREATE TABLE pr (id int NOT NULL, d date NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (year(d)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN (2024));
CREATE TABLE pl (id int NOT NULL, k varchar(5) NOT NULL) PARTITION BY LIST COLUMNS (k) (PARTITION p0 VALUES IN ('a','b'), PARTITION p1 VALUES IN ('c'));
CREATE TABLE ph (id int NOT NULL) PARTITION BY HASH (id) PARTITIONS 4;
CREATE TABLE child (id int AUTO_INCREMENT PRIMARY KEY, p int, FOREIGN KEY fk1 (p) REFERENCES `a``b` (id) ON DELETE SET NULL ON UPDATE CASCADE) COMMENT='t''s' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE mem (id int) ENGINE=MEMORY;
CREATE TABLE my (id int) ENGINE=MyISAM;
