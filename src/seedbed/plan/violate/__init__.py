"""Counter-examples: for each constraint rows that break it, and nothing else where that can be."""
