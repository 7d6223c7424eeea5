"""DDL of PostgreSQL, as people write it and as pg_dump prints it."""
