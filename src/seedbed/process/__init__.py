"""Other people's code, run in a process of its own under limits."""
