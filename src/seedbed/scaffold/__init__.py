"""Text that a user will own: written once, and never written over."""
