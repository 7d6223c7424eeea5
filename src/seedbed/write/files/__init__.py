"""Files that are whole or not there, and what a run that was cut short leaves to the next."""
