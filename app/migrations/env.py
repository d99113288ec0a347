"""Where Alembic starts: takes the connection it is given and knows the tables of every room.

Rule: there is no alembic.ini and no connection of its own; `app.migrations.chain` calls it with one.
"""

from alembic import context
from sqlalchemy import Connection

from bot.store.tables import metadata as bot
from crm.store.tables import metadata as crm
from hub.store.tables import metadata as hub
from voice_bridge.store.tables import metadata as voice_bridge

TABLES = [hub, bot, crm, voice_bridge]
"What all stores say that the database should look like, for comparing."


def run(connection: Connection) -> None:
    """Run the revisions inside the transaction that is open already."""
    context.configure(
        connection=connection,
        target_metadata=TABLES,
        # SQLite cannot change a column in place: Alembic copies the table instead.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
