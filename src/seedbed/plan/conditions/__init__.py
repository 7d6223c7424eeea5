"""What conditions leave of columns: limits, what follows from what, and rows that meet them."""
