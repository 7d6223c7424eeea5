"""Running tests, mending what is their own fault, and keeping what they mean: never weakened, never made to pass."""
