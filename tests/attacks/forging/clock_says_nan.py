"""Makes every clock say NaN, so that the report of how long it took is a number that JSON does not have."""

# must: failed, crashed, error
import json
import time

for name in ("time", "monotonic", "perf_counter", "process_time"):
    setattr(time, name, lambda: float("nan"))
json.dumps = lambda *args, **kwargs: "NaN"


def relu(x):
    return -1.0
