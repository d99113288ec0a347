"""Web chat: our own protocol between a page on a site and the hub (`docs/channels.md`)."""

from channels.webchat.outbound import NAME, WebChat, make

__all__ = ["NAME", "WebChat", "make"]
