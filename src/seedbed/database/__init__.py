"""Connections to living databases: addresses with the secret hidden, drivers, and how each dialect quotes."""
