"""What tests of others may use: the conformance kit for domains and generators."""
