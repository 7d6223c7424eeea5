"""What can be said of a call beforehand or afterwards: examples, promises, laws, claims about values."""
