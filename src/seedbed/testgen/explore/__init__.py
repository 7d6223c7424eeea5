"""Finding out, in a project's own interpreter, what its functions do: it needs the standard library only."""
