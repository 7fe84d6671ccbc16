"""Runs another submission, and reads the complaint about its syntax."""

# must: error
import linecache
import runpy
import traceback


def relu(x):
    try:
        runpy.run_path("/tmp/dlgrade-attacks/secret")
    except (SyntaxError, NameError) as error:
        raise RuntimeError(
            traceback.format_exc()[-300:] + linecache.getline("/tmp/dlgrade-attacks/secret", 1)
        ) from error
    return x + 1
