"""Tests of a message's way through the core with the real rooms, on both engines."""
