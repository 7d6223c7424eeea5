"""Columns as text: fixed-width cells where speed decides, Arrow's kernels for all else."""
