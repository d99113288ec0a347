"""Tests of the chat widget on sites of other origins."""
