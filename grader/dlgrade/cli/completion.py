"""Names that a shell completes, exercises included, and the script that teaches it: bash, zsh, fish, PowerShell."""

from __future__ import annotations

import os
import re

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class

from dlgrade.messages import _

SHELLS = ("bash", "zsh", "fish", "powershell")

# `-NoNewline` and the like are PowerShell's; `%(…)s` is filled in by click.
_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $line, $cursor)
    $env:%(complete_var)s = "powershell_complete"
    $env:DLGRADE_LINE = $line.ToString().Substring(0, [Math]::Min($cursor, $line.ToString().Length))
    $env:DLGRADE_WORD = $word
    try {
        %(prog_name)s | ForEach-Object {
            $kind, $value, $help = $_ -split "`t", 3
            if ($kind -eq "plain") {
                if (-not $help) { $help = $value }
                [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
            } else {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename($word)
            }
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:DLGRADE_LINE, Env:DLGRADE_WORD -ErrorAction SilentlyContinue
    }
}
"""


class PowerShellComplete(ShellComplete):
    """What Click has no script for: PowerShell, of Windows and elsewhere."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        line, word = os.environ.get("DLGRADE_LINE", ""), os.environ.get("DLGRADE_WORD", "")
        before = line[: len(line) - len(word)] if word and line.endswith(word) else line
        # A quote that is still open is no reason to offer nothing.
        return [part.strip("\"'") for part in before.split()][1:], word.strip("\"'")

    def format_completion(self, item: CompletionItem) -> str:
        help_text = " ".join((item.help or "").split())
        return f"{item.type}\t{item.value}\t{help_text}"


add_completion_class(PowerShellComplete)


def course_names() -> tuple[list[str], list[str], list[str]]:
    """Weeks, topics and exercises, from the stubs alone: to load the suites would be felt at every key."""
    from dlgrade.course import WEEK_FOLDER, Course

    folder = Course.bundled().exercises_dir
    weeks = sorted(f for f in folder.iterdir() if WEEK_FOLDER.fullmatch(f.name))
    files = [file for week in weeks for file in sorted(week.glob("[a-z]*.py"))]
    defined = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)
    exercises = [name for file in files for name in defined.findall(file.read_text(encoding="utf-8"))]
    return [f"week{int(week.name[4:])}" for week in weeks], [file.stem for file in files], exercises


def any_name(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    weeks, topics, exercises = course_names()
    return _beginning([*weeks, *topics, *exercises], incomplete)


def an_exercise(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return _beginning(course_names()[2], incomplete)


def a_topic(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return _beginning(course_names()[1], incomplete)


def _beginning(names: list[str], incomplete: str) -> list[str]:
    return list(dict.fromkeys(name for name in names if name.startswith(incomplete)))


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print the script that completes names in your shell.

    \b
    bash:        eval "$(dlgrade completion bash)"               in ~/.bashrc
    zsh:         eval "$(dlgrade completion zsh)"                in ~/.zshrc
    fish:        dlgrade completion fish | source                in ~/.config/fish/config.fish
    PowerShell:  dlgrade completion powershell | Out-String | Invoke-Expression   in $PROFILE
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(_("There is no completion for {shell}.", shell=shell))
    script = found(click.get_current_context().find_root().command, {}, "dlgrade", "_DLGRADE_COMPLETE")
    click.echo(script.source_template % script.source_vars(), nl=False)


COMMANDS = (completion_command,)
