"""Models of a project's code, read as the tables that they make: the code itself is asked, in a process of its own."""
