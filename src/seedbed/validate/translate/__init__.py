"""A condition in its author's SQL as DuckDB would have to hear it to answer as the author's database does."""
