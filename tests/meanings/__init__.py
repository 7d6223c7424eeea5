"""How well the names of real columns are understood."""
