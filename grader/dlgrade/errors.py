"""What can go wrong for a user, one class per fault; the sentence names the thing and the remedy."""

from __future__ import annotations

from dlgrade.messages import Message


class DlgradeError(Exception):
    """A fault that a user is told of. `exit_code` is the contract's."""

    exit_code = 2

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class GraderFault(DlgradeError):
    """Our fault, or the installation's: never the student's."""

    exit_code = 3
