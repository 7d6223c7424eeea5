"""A project without an ORM: its statements, the driver that sends them, and its tables as models."""
