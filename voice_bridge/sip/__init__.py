"""Talking SIP without a socket and without a clock: what the words mean, and what must be said next.

Messages, offer and answer, transactions, dialogs, digest, registrar. Bytes and moments come in, bytes and decisions go
out; random words are handed in. What is done and what deviates: docs/conformance/sip.md. Why it is ours: ADR-0003.
"""
