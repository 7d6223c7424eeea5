"""Running what was written for a project: each check with what ran, its outcome, and what a failure says."""
