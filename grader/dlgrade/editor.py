"""How an editor is told a file and a line: in its own way where that is known, or as `{file}` and `{line}` say."""

from __future__ import annotations

import os
import shlex
from pathlib import Path, PureWindowsPath

from dlgrade.errors import DlgradeError
from dlgrade.messages import say
from dlgrade.text import sanitize

# What stands between the editor's name and the end of the command.
_WAYS = {
    ("+{line}", "{file}"): (
        "vi vim nvim gvim mvim view nano pico emacs emacsclient micro joe jed ne mcedit kak gedit geany"
    ),
    ("--goto", "{file}:{line}"): "code code-insiders codium vscodium cursor windsurf positron",
    ("{file}:{line}",): "hx helix subl sublime_text zed zeditor lapce mate",
    ("--line", "{line}", "{file}"): "pycharm pycharm64 charm idea kate",
    ("-n{line}", "{file}"): "notepad++",
}
_BY_NAME = {name: way for way, names in _WAYS.items() for name in names.split()}


class BadEditor(DlgradeError):
    """The command of an editor cannot be used."""

    def __init__(self, command: str, why: str) -> None:
        super().__init__(
            say(
                "The editor `{command}` cannot be started: {why}; give another with --edit-cmd or `edit-cmd` in "
                "dlgrade.toml.",
                command=sanitize(command, 200),
                why=sanitize(why, 200),
            )
        )


def command_of(editor: str, file: Path, line: int) -> list[str]:
    """The words that open `file` at `line`. Raises `BadEditor`."""
    try:
        # The separators of Windows' paths are not escapes there.
        words = [w.strip('"') for w in shlex.split(editor, posix=False)] if os.name == "nt" else shlex.split(editor)
    except ValueError as error:
        raise BadEditor(editor, str(error)) from None
    if not words:
        raise BadEditor(editor, "it is empty")
    if not any("{file}" in word for word in words):
        # PureWindowsPath knows both separators.
        name = PureWindowsPath(words[0]).name.lower()
        words += _BY_NAME.get(name.removesuffix(".exe").removesuffix(".cmd"), ("{file}",))
    filled = {"{file}": str(file), "{line}": str(line)}
    return [words[0], *(_filled(word, filled) for word in words[1:])]


def _filled(word: str, values: dict[str, str]) -> str:
    # The name of a file may hold `{line}` itself: what was put in is not looked at again.
    before, sign, after = word.partition("{file}")
    number = values["{line}"]
    if not sign:
        return word.replace("{line}", number)
    return before.replace("{line}", number) + values["{file}"] + _filled(after, values)
