"""What a class takes for each submission: against the floor, against plain pytest, on one core and on two.

    python benchmarks/throughput.py [--count 200] [--write]

The floor and the batch take turns, submission by submission in tens, so that a machine that slows down slows both.
`--write` puts the tables into docs/throughput.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")

import plain_pytest  # noqa: E402 (NumPy reads the variables above)
import submissions  # noqa: E402
from dlgrade.batch import Terms, grade_all  # noqa: E402
from dlgrade.course import Course, Topic  # noqa: E402
from dlgrade.judge.question import Questions  # noqa: E402
from dlgrade.session import DEFAULT_SEED  # noqa: E402
from floor import Floor, packed  # noqa: E402
