"""Tests of the room of messaging channels."""
