"""Columns of one row that tell of the same person, place or thing."""
