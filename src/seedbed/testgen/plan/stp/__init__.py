"""A Software Test Plan, in any of its dialects, as scenarios with the lines they stand on."""
