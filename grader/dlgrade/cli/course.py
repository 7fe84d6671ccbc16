"""`dlgrade doctor`: what is installed, and what holds."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import click

from dlgrade.messages import _


@click.command("doctor")
@click.pass_context
def doctor_command(ctx: click.Context) -> None:
    """Show versions, what holds the student's code, and what is missing."""
    import platform

    from dlgrade import __version__
    from dlgrade.course import Course
    from dlgrade.worker.host import Worker
    from dlgrade.worker.isolation import CHOICES, LAYERS, REMEDIES
    from dlgrade.worker.launch import WorkerUnavailable
    from dlgrade.worker.starters import starter, why_not_forked
    from dlgrade.workspace import find_workspace

    sound = True
    click.echo(f"dlgrade   {__version__}")
    click.echo(f"Python    {platform.python_version()}  {sys.executable}")
    for package in ("numpy", "torch", "pytest", "click", "rich", "nbformat"):
        found = _installed(package)
        sound = sound and bool(found)
        click.echo(f"{package:<9} {found or _('missing: pip install {package}', package=package)}")
    click.echo(_("course    {folder}", folder=Course.bundled().suites_dir.parent))
    click.echo(_("workspace {folder}", folder=find_workspace(Path.cwd()) or _("none: `dlgrade init` makes one")))
    try:
        with contextlib.closing(starter(CHOICES["auto"])) as processes, Worker({}, processes) as worker:
            isolation = worker.wait_until_ready()
    except WorkerUnavailable as error:
        click.echo(_("worker    {why}", why=error.why))
        ctx.exit(3)
    click.echo(_("isolation {level}", level=isolation.level))
    missing = dict(isolation.missing)
    for layer in LAYERS:
        state = _("holds") if layer not in missing else f"{missing[layer]}; {REMEDIES.get(layer, '')}"
        click.echo(f"          {layer:<11} {state}")
    way = why_not_forked() or _("are forked from a clean process")
    click.echo(_("workers   {way}", way=way))
    click.echo(_("cores     {count}", count=os.cpu_count()))
    ctx.exit(0 if sound else 3)


def _installed(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


COMMANDS = (doctor_command,)
