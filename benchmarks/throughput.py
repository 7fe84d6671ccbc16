"""What a batch takes for each submission, against the floor and against plain pytest, on one core and on two.

    python benchmarks/throughput.py [--count 200] [--write]

`--write` puts the table into docs/throughput.md.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
