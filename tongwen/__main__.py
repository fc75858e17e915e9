"""`python -m tongwen` is the command `tongwen`."""

from tongwen.cli import main

if __name__ == "__main__":
    main()
