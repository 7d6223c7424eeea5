"""One kind of column each: vectorised, stateless functions of row numbers."""
