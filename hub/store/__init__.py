"""The hub's own tables and the only functions that write them."""
