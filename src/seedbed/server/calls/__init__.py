"""What each tool does: one module for each, with a function `call` from words to an answer."""
