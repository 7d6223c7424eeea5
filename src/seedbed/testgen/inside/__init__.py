"""What runs in a project's own interpreter, apart from us: it needs a standard library only, Python 3.9 or later."""
