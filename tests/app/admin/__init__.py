"""Tests of what operator and supervisor set."""
