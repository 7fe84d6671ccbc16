"""Compiles the catalogs of messages when dlgrade is built or installed from a clone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogsHook(BuildHookInterface[Any]):
    """Puts `dlgrade.mo` beside the `.po` files that it is made of."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        grader = Path(self.root) / "grader"
        sys.path.insert(0, str(grader))
        try:
            from dlgrade.author.compiling import compile_catalogs

            compile_catalogs(grader / "dlgrade" / "locale")
        finally:
            sys.path.remove(str(grader))
