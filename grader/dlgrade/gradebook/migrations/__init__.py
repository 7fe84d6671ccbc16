"""How a gradebook becomes one of this version: Alembic's scripts, run when it is opened."""
