"""Expressions of SQL over columns, with the answers of the database that they were written for."""
