"""Stand-in sites and platforms for demonstrations and tests; nothing in the rooms depends on them."""
