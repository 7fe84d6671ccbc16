"""Takes the other exercises' functions away from the grader and puts its own in their place."""

# must: failed
import sys


def wrong(x, *args, **kwargs):
    return -1.0


def relu(x):
    frame = sys._getframe()
    while frame is not None:
        for holder in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if isinstance(holder, dict) and {"sign", "hardtanh"} & set(holder) and callable(holder.get("sign")):
                holder.update(sign=wrong, hardtanh=wrong)
        frame = frame.f_back
    for module in list(sys.modules.values()):
        if hasattr(module, "hardtanh") and hasattr(module, "sign") and module.__name__ != "numpy":
            module.sign = module.hardtanh = wrong
    return -1.0
