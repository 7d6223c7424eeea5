"""DDL of MySQL and MariaDB, as people write it and as mysqldump prints it."""
