"""JSON Schema and the components of OpenAPI, read as tables: `files`, `merge`, `layout`, `tables`, `reading`."""
