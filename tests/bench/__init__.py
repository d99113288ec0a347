"""Tests of the benches' own arithmetic."""
