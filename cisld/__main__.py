"""`python -m cisld`: the command line."""

from cisld.cli import main

main()
