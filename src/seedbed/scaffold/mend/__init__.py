"""From a failed check to a diagnosis by rule, and from that to a fix."""
