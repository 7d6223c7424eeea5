"""Which columns of a table are chosen together, and what generates them."""
