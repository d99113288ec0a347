"""The room of the call engine and of the one queue that serves every medium."""
