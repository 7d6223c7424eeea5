"""Evaluating a plan; it decides nothing."""
