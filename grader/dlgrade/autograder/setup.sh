#!/usr/bin/env bash
# Run once, while the image is built: an environment with PyTorch for the processor, and what its references answer.
# AUTOGRADER_PYTHON names an interpreter that has all of requirements.txt; without it one is installed into.
# TORCH_INDEX is where PyTorch comes from that knows of no graphics card, which is a tenth of the other's size.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}
source=$root/source
torch_index=${TORCH_INDEX:-https://download.pytorch.org/whl/cpu}

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" > /dev/null &&
            "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

if [ -n "${AUTOGRADER_PYTHON:-}" ]; then
    python=$AUTOGRADER_PYTHON
else
    if ! base=$(find_python); then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq python3.12-venv || apt-get install -y -qq python3.11-venv
        base=$(find_python)
    fi
    "$base" -m venv "$root/venv"
    python=$root/venv/bin/python
    pip=("$python" -m pip install --quiet --no-cache-dir --disable-pip-version-check -c "$source/constraints.txt")
    # What else PyTorch needs comes with the rest: its own index holds few versions of that.
    "${pip[@]}" --no-deps --index-url "$torch_index" torch ||
        echo "no PyTorch at $torch_index: the one that comes is larger" >&2
    "${pip[@]}" -r "$source/requirements.txt"
fi
echo "$python" > "$root/python"

# The solutions must pass here. What the references answer to them is kept, so that most gradings need no PyTorch.
export AUTOGRADER_ROOT=$root DLGRADE_CACHE_DIR=$root/cache PYTHONPATH=$source/package
"$python" -P -c 'from dlgrade.autograder.grade import warm_up; warm_up()'
# Nothing that runs beside submissions needs the solutions from here on.
rm -rf "$source/package/dlgrade/bundled/solutions"
