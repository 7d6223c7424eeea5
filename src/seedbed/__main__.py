"""`python -m seedbed` is `seedbed`."""

from seedbed.cli import main

main()
