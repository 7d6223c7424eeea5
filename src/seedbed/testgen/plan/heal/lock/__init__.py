"""The intent lock: what a healed test may differ in from what it was, and what never."""
