"""Checks and makers used by `make`; never shipped, and small enough to be read before they are believed."""
