"""The voice bridge: the router and all that is heard."""
