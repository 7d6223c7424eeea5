"""SQL that a database's own client loads as it is."""
