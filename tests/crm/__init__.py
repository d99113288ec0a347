"""Proof of the room of customers and tickets."""
