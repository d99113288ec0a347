"""Proof of the checks that keep the house in order."""
