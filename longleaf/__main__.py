"""`python -m longleaf`: the same as the command `longleaf`."""

from longleaf.cli.main import main

main()
