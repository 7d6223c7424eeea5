"""Indexed sets of values: for each type one, and those that patterns, lists and bounds make."""
