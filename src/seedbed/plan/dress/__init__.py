"""What groups become that no constraint holds on to: distributions, rows that hang together, moments."""
