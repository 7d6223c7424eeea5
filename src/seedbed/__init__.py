"""Test data and tests grown from what a project already says about itself."""
