"""What a Gradescope autograder brings with it: its two scripts, and the room that runs there.

`gradescope_autograder` packs them. Gradescope unpacks the zip into `/autograder/source`, runs `setup.sh` once, and for
each submission `run_autograder`, in 768 MB and half a core unless the instructor gives it more.
"""
