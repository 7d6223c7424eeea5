"""A living database, read by the words in which it describes itself."""
