"""The tables of the call engine and of the one queue; only this package writes them."""
