"""Tests of the stores of the bottom of the house."""
