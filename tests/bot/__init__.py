"""Proof of the bot: what it knows, what it says, when it hands over."""
