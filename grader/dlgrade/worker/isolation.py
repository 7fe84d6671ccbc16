"""What holds a worker: the layers, the levels that they make up, and which of them are asked for.

A layer is active only where a probe showed it to hold: inside the worker for the layers around it, in the grader
for its own memory. `docs/isolation.md` says what each stops.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# In the order in which they are put up.
LAYERS = ("process", "undumpable", "bubblewrap", "rlimits", "landlock", "seccomp", "audit")

LEVELS: dict[str, frozenset[str]] = {
    "basic": frozenset({"process", "audit", "rlimits"}),
    "standard": frozenset(LAYERS) - {"bubblewrap"},
    "strong": frozenset(LAYERS),
}

# What --isolation asks for; a level by its name asks for its layers and no others.
CHOICES: dict[str, frozenset[str]] = {
    **LEVELS,
    "auto": LEVELS["strong"],
    "strict": LEVELS["strong"],
    "none": frozenset({"process", "audit"}),
}

SWITCHED_OFF = "not asked for"

REMEDIES: dict[str, str] = {
    "undumpable": "grade on Linux",
    "bubblewrap": "install bubblewrap (`apt install bubblewrap`) where user namespaces or root allow it",
    "rlimits": "grade on Linux or another POSIX system",
    "landlock": "grade on Linux 5.13 or newer with Landlock among its security modules",
    "seccomp": "grade on Linux and install libseccomp (`apt install libseccomp2`, `pip install pyseccomp`)",
}


@dataclass(frozen=True)
class Isolation:
    """Which layers a worker showed to be in force, and why the others are not."""

    level: str = "basic"
    active: tuple[str, ...] = ("process",)
    missing: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, reasons: Mapping[str, str]) -> Isolation:
        """From the reason why each layer is missing; "" for one that is in force, as for one that is not named."""
        active = tuple(layer for layer in LAYERS if not reasons.get(layer))
        reached = [level for level, needed in LEVELS.items() if needed <= set(active)]
        missing = tuple((layer, reasons[layer]) for layer in LAYERS if reasons.get(layer))
        return cls(reached[-1] if reached else "basic", active, missing)

    def to_dict(self) -> dict[str, Any]:
        missing = [{"layer": layer, "why": why} for layer, why in self.missing]
        return {"level": self.level, "active": list(self.active), "missing": missing}
