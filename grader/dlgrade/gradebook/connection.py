"""Where a gradebook stands: a folder's SQLite file or a PostgreSQL database, opened and brought up to this version."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from dlgrade.errors import DlgradeError
from dlgrade.messages import say
from dlgrade.text import sanitize

FILE_NAME = "gradebook.db"
# The newest of `migrations/versions`; a test holds it to them.
NEWEST = "0001"
# Seconds that a writer waits for another one.
PATIENCE = 30


class NoGradebook(DlgradeError):
    """Nothing was graded here yet."""

    def __init__(self, place: str) -> None:
        super().__init__(
            say(
                "There is no gradebook in {place}; `dlgrade batch` makes one, and --out or --db says where it is.",
                place=sanitize(place),
            )
        )


class GradebookUnusable(DlgradeError):
    """The gradebook cannot be opened, read or written: exit code 2 where its address is wrong, 3 where it fails."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            say(
                "The gradebook {place} cannot be used: {why}. Nothing that it holds is lost; mend that and go on with "
                "--resume.",
                place=sanitize(place), why=sanitize(why, 200),
            )
        )  # fmt: skip


def url_of(folder: Path) -> str:
    """The address of the SQLite gradebook of a folder."""
    return sa.URL.create("sqlite", database=str(folder / FILE_NAME)).render_as_string()


def place_of(address: sa.URL) -> str:
    """A gradebook as a sentence names it: its file, or its address without the password."""
    if address.get_backend_name() == "sqlite" and address.database:
        return address.database
    return address.render_as_string(hide_password=True)


def connect(url: str, *, create: bool = False) -> sa.Engine:
    """Open the gradebook at an address of SQLAlchemy's and migrate it where it is older.

    Raises:
        NoGradebook: there is none, and none is to be made.
        GradebookUnusable: the address is wrong, its driver is not installed, or the database cannot be used.
    """
    place = url
    try:
        address = make_url(url)
        if address.drivername == "postgresql":
            # SQLAlchemy's own choice is an older driver, which nobody asked for.
            address = address.set(drivername="postgresql+psycopg")
        place = place_of(address)
        is_sqlite = address.get_backend_name() == "sqlite"
        if is_sqlite and not create and not Path(address.database or "").is_file():
            raise NoGradebook(str(Path(address.database or "").parent))
        engine = sa.create_engine(address, connect_args={"timeout": PATIENCE} if is_sqlite else {})
    except ModuleNotFoundError as error:
        raise GradebookUnusable(place, f"{error.name} is not installed; pip install 'dlgrade[postgres]'") from None
    except (ArgumentError, SQLAlchemyError) as error:
        raise GradebookUnusable(place, str(error)) from None
    if is_sqlite:
        sa.event.listen(engine, "connect", _settle_sqlite)
    try:
        with told(engine):
            _migrate(engine, create)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextlib.contextmanager
def told(engine: sa.Engine) -> Iterator[None]:
    """Turn what the database says into an error that names the gradebook and the remedy."""
    try:
        yield
    except DBAPIError as error:
        why = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
        unusable = GradebookUnusable(place_of(engine.url), why)
        unusable.exit_code = 3
        raise unusable from error


def _settle_sqlite(connection: Any, record: Any) -> None:
    """Readers and one writer at once, and a process that is killed leaves whole transactions."""
    for statement in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {statement}")


def _migrate(engine: sa.Engine, create: bool) -> None:
    with engine.connect() as connection:
        found = _revision(connection)
        if found == NEWEST:
            return
        if found is None and not create:
            raise NoGradebook(place_of(engine.url))
        if found is not None and found > NEWEST:
            raise GradebookUnusable(place_of(engine.url), "a newer dlgrade made it; pip install -U dlgrade")
    # Importing Alembic takes longer than grading a student.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
