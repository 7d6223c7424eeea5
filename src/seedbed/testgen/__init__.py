"""Tests for a source file, and from a test plan: every one has run before it is delivered."""
