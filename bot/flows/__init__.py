"""Dialogues as data: flows in YAML, what checks them, and the stack machine that leads through them."""
