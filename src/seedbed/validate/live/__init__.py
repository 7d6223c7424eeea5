"""The referee at a living database: every constraint asked in the database's own SQL."""
