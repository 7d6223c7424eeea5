"""Models read from their source alone, where the code does not run: `source` what there is, `alchemy` SQLAlchemy's."""
