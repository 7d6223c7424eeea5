"""Other processes: one beside this one that does a part of its work, and other people's code under limits."""
