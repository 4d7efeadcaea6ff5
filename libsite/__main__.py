"""Run the command line with `python -m libsite`."""

from libsite.cli import main

if __name__ == "__main__":
    main()
