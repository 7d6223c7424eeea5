"""Arrow to somewhere: files of every format, in an order that every foreign key accepts, whole or not at all."""
