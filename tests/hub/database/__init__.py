"""Tests of the store's engine, on both engines where they must agree."""
