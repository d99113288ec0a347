"""SIP without sockets: messages, offers, transactions, dialogs, digest, registrar."""
