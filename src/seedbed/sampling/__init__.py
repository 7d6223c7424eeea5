"""Numbers from coordinates: pure integer arithmetic that knows no table and no type."""
