"""The types of a test file, checked by pyright, and mended by the same rules and under the same lock as a run."""
