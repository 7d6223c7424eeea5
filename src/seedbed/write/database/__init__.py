"""Rows into a living database, all or none, and out of it again."""
