"""Tests of the engine that decides who gets which work."""
