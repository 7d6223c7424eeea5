"""The referee: finds breaches in anyone's data by asking DuckDB each constraint in its original text."""
