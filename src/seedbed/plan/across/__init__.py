"""Coherence across columns and tables: what follows what, inferred from names and references."""
