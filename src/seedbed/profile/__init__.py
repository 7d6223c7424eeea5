"""Statistics of real data as wishes for made data; what is told is told of many rows together, never of one."""
