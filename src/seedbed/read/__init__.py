"""One foreign description into a `Schema`; malformed input is reported with file and line, never under-parsed."""
