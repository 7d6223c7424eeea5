"""Lessons, held against a test file: not as text, but as what their wrong and their correct code differ in."""
