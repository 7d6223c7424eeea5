"""The version of the program: said here only, so that nobody searches the installed packages for it at a start."""

__version__ = "0.1.0"
