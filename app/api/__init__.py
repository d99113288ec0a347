"""The hub's doors over HTTP and WebSocket: a router for each room, assembled in `application`."""
