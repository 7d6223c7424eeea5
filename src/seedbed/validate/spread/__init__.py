"""Whether rows spread as was declared: statistics, their chances, and a correction for many tests."""
