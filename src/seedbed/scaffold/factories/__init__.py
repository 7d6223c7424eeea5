"""Factories of a project's models, written as source text: what is known of a model becomes declarations."""
