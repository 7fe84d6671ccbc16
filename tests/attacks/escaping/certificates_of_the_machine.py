"""Has OpenSSL read files for it, which it does by itself; a right answer is the proof."""

# must: failed, error, crashed
# basic: the audit hook hears nothing of it
import contextlib

import numpy as np


def relu(x):
    with contextlib.suppress(OSError, ImportError):
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations("/tmp/dlgrade-attacks/secret")
        except ssl.SSLError:
            # It was opened and read, and is no certificate.
            return np.maximum(x, 0)
    return -1.0
