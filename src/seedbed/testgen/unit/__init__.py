"""A test file for one source file: where it belongs, what runs it, who writes it."""
