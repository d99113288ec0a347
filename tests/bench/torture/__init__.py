"""Tests of the torture: its checker finds what is planted, and a short run finds nothing."""
