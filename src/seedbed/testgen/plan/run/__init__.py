"""All phases in a row: a folder for each run, resumed where it was left, and a summary."""
