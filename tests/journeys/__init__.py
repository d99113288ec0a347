"""The whole way between two people, each at a real browser."""
