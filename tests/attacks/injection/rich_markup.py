"""Raises markup of the library that paints the terminal, which closes what it did not open."""

# must: error
TEXT = "[/][/bold][bold green]PASSED[/bold green][link=file:///etc/passwd]\x1b[0m[/nothing]"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
