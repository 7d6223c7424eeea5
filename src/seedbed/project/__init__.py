"""Facts about a repository: what it is made of, its models, its tests, its planning documents."""
