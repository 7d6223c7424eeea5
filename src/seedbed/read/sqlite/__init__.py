"""DDL of SQLite, executed in memory and asked what became of it."""
