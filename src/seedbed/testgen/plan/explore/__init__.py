"""What a repository offers its tests: helpers, fixtures, conventions; by reading, never by running."""
