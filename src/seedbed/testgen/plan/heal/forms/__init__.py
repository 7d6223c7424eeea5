"""One test in two forms that mean the same, of which one runs: what rules write and the lock lets pass."""
