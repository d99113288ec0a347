"""Tests of the bottom of the house."""
