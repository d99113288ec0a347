"""Opens the sockets that the hub listens on; the supervisor keeps them while children come and go.

Rule: a socket is bound and listening before any child lives, so a connection made while a child is being replaced
waits in the kernel's queue instead of being refused. ARCHITECTURE §5.
"""

import socket

from app.refusals import port_refusal

_BACKLOG = 4096
"Connections that may wait in the kernel while control is replaced; the kernel lowers it to net.core.somaxconn."


def listen_tcp(host: str, port: int) -> socket.socket:
    """Return a listening TCP socket.

    Raises:
        StartRefused: the address is taken, not ours or not allowed; the sentence says which setting to change.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise port_refusal(host, port, error) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(host != "::"))
        listener.bind(address)
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise port_refusal(host, port, error) from error
    return listener
