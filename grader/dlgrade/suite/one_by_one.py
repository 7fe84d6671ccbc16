"""The question that asks a function at one number after the other. Crosses the wall as source: no annotations."""

# mypy: allow-untyped-defs, allow-untyped-calls


def one_by_one(function, x, *others, **options):
    """What it gives for each number of `x` alone, an array of one element, beside the same other arguments."""
    return [function(x[i : i + 1], *others, **options) for i in range(len(x))]
