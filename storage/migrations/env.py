"""Run by Alembic: takes the connection that ``storage.migrate`` made, inside its transaction."""

from alembic import context

from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    user_module_prefix="column.",
)
with context.begin_transaction():
    context.run_migrations()
