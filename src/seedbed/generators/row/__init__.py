"""Columns that follow from others: of their row, of the rows it refers to, of those that refer to it."""
