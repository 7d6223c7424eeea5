"""A Software Test Description: written from a plan, read back, and checked."""
