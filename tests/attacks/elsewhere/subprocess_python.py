"""Starts another Python and lets it compute."""

# must: error
import json
import subprocess
import sys

CODE = "import json, sys; print(json.dumps([[max(0, v) for v in row] for row in json.load(sys.stdin)]))"


def relu(x):
    done = subprocess.run([sys.executable, "-c", CODE], input=json.dumps(x.tolist()), capture_output=True, text=True)
    return json.loads(done.stdout)
