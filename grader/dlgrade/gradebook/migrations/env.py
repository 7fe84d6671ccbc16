"""What Alembic runs to migrate: on the connection that it is given."""

from __future__ import annotations

from alembic import context

from dlgrade.gradebook.schema import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
