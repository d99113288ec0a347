"""The top of the house: it knows every room, builds every object once and opens the doors to the outside."""
