"""Rows that are there already: what new ones have to know of them, and what a new schema forbids of them."""
