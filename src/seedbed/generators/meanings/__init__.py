"""What a column is about, told from its names, and the values that fit."""
