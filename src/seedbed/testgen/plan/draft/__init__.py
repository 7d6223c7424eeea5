"""Tests written from their description: by rules as far as words can be mapped, or by a model that is checked."""
