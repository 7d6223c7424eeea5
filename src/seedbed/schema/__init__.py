"""Statements about data: what is true of it (model) and what is wished beyond that (recipe)."""
