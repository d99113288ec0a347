"""The database's history: one linear chain of revisions, the same for both engines.

Rules: a revision that has landed is frozen; its file is called `NNNN_words.py` and its id is `NNNN`, so the newest is
known without loading Alembic; a revision writes only what runs in one transaction on SQLite and on PostgreSQL.
"""
