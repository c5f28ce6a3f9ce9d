"""`python -m segkit` is the same as `segkit`."""

from segkit.cli import main

if __name__ == "__main__":
    main()
