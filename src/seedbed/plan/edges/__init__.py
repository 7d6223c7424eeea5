"""Edge cases: which columns may hold them, which values they are, and which rows have them."""
