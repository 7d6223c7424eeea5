"""From a test plan to tests that have run: six phases, each a command of its own, every artefact kept."""
