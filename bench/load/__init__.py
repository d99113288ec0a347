"""A load of visitors and agents as a process of its own: sockets, what they say, and what they saw of it."""
