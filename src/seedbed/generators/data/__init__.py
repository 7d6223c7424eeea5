"""Word lists and meanings: data that generators read on use, once, into Arrow."""
