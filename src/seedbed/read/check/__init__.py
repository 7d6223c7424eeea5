"""The text of a CHECK into the small tree of schema/expression, whatever dialect it is written in."""
