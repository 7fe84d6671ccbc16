"""Modules that are imported when first used, so that reading a suite costs nothing."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from dlgrade.errors import GraderFault
from dlgrade.messages import say


class Lazy:
    """A name to be looked up later: `Lazy("torch").optim.Adam` imports torch when it is called.

    Once the module is loaded, its attributes are the real ones.
    """

    def __init__(self, module: str, path: tuple[str, ...] = ()) -> None:
        self._module, self._path = module, path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self._module in sys.modules:
            return getattr(self._real(), name)
        return Lazy(self._module, (*self._path, name))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)

    def __repr__(self) -> str:
        return ".".join((self._module, *self._path))

    def _real(self) -> Any:
        target: Any = importlib.import_module(self._module)
        for name in self._path:
            target = getattr(target, name)
        return target


class TorchMissing(GraderFault):
    """PyTorch cannot be imported."""

    def __init__(self, why: str) -> None:
        super().__init__(
            say("PyTorch cannot be imported ({why}); `pip install torch`, and `dlgrade doctor` tells more", why=why)
        )


def load_torch() -> Any:
    """torch, on one thread: its pool costs more than it gives on arrays of a suite's size.

    Raises:
        TorchMissing: it is not installed, or broken.
    """
    try:
        import torch
    except (ImportError, OSError) as error:
        raise TorchMissing(str(error)) from error

    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)
    return torch
