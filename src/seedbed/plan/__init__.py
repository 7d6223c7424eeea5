"""Every decision, before any row: what fills each column, how many rows there are, and why."""
