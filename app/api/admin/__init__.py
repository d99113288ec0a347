"""What operator and supervisor set, over HTTP: a module for each kind of thing, all under `/api/admin`.

Rules: reads are judged by the caller's scope, changes are commands with an Idempotency-Key; a form is sent whole, with
the revision it was made from, and refused with 409 `changed_meanwhile` and who it was when another was faster.
"""
