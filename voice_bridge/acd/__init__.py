"""Who gets which work: one pure engine for chat, e-mail, callback, ticket and call.

`engine.Engine` is the door; `inputs` go in, `decisions` come out, `settings` rule, `rows` keep and restore. Nothing in
here knows a clock, a socket, a database or a telephone. For operators: docs/acd.md.
"""
