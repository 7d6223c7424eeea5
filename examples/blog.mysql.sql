-- A blog with several authors, tags, threads of comments, and reactions.

CREATE TABLE `authors` (
    `id`         INT UNSIGNED NOT NULL AUTO_INCREMENT,
    `handle`     VARCHAR(30) NOT NULL,
    `full_name`  VARCHAR(100) NOT NULL,
    `email`      VARCHAR(190) NOT NULL,
    `website`    VARCHAR(200) DEFAULT NULL,
    `bio`        TEXT,
    `born`       YEAR,
    `joined_on`  DATE NOT NULL,
    PRIMARY KEY (`id`),
    UNIQUE KEY `handle` (`handle`),
    UNIQUE KEY `email` (`email`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE `posts` (
    `id`            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    `author_id`     INT UNSIGNED NOT NULL,
    `title`         VARCHAR(160) NOT NULL CHECK (CHAR_LENGTH(`title`) >= 5),
    `slug`          VARCHAR(180) NOT NULL,
    `body`          LONGTEXT NOT NULL,
    `visibility`    ENUM('draft', 'private', 'public') NOT NULL DEFAULT 'draft',
    `reading_time`  TIME,
    `view_count`    INT UNSIGNED NOT NULL DEFAULT 0,
    `created_at`    DATETIME NOT NULL,
    `published_at`  DATETIME DEFAULT NULL,
    PRIMARY KEY (`id`),
    UNIQUE KEY `author_slug` (`author_id`, `slug`),
    FULLTEXT KEY `search` (`title`, `body`),
    CONSTRAINT `posts_author` FOREIGN KEY (`author_id`) REFERENCES `authors` (`id`) ON DELETE CASCADE,
    CONSTRAINT `posts_time` CHECK (`created_at` <= `published_at`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE `tags` (
    `id`     SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `name`   VARCHAR(40) NOT NULL UNIQUE,
    `color`  CHAR(7) NOT NULL DEFAULT '#808080'
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE `post_tags` (
    `post_id`  BIGINT UNSIGNED NOT NULL,
    `tag_id`   SMALLINT UNSIGNED NOT NULL,
    PRIMARY KEY (`post_id`, `tag_id`),
    KEY `tag_id` (`tag_id`),
    CONSTRAINT `post_tags_post` FOREIGN KEY (`post_id`) REFERENCES `posts` (`id`) ON DELETE CASCADE,
    CONSTRAINT `post_tags_tag` FOREIGN KEY (`tag_id`) REFERENCES `tags` (`id`) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE `comments` (
    `id`          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `post_id`     BIGINT UNSIGNED NOT NULL,
    `author_id`   INT UNSIGNED DEFAULT NULL,
    `parent_id`   BIGINT UNSIGNED DEFAULT NULL,
    `body`        VARCHAR(1000) NOT NULL CHECK (`body` <> ''),
    `from_ip`     VARBINARY(16),
    `created_at`  DATETIME NOT NULL,
    `edited_at`   DATETIME,
    CONSTRAINT `comments_time` CHECK (`edited_at` >= `created_at`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

ALTER TABLE `comments`
    ADD CONSTRAINT `comments_post` FOREIGN KEY (`post_id`) REFERENCES `posts` (`id`) ON DELETE CASCADE,
    ADD CONSTRAINT `comments_author` FOREIGN KEY (`author_id`) REFERENCES `authors` (`id`) ON DELETE SET NULL,
    ADD CONSTRAINT `comments_parent` FOREIGN KEY (`parent_id`) REFERENCES `comments` (`id`) ON DELETE CASCADE;
