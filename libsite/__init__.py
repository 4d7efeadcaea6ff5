"""A static site generator for a library's social presence."""

__version__ = "0.1.0"
