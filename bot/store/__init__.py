"""The tables of the bot: what it knows and where each dialogue stands; only this package writes them."""
