"""`python -m dlgrade` is `dlgrade`."""

from dlgrade.cli import main

main()
