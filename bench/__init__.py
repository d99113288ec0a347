"""Benches: each measures the product from outside, with the box's own figures beside (ARCHITECTURE §10)."""
