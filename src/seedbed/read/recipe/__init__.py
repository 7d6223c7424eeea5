"""Recipe files: what a user wishes of the rows, in YAML, JSON or TOML, into a `Recipe`."""
