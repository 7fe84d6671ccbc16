"""Opens another submission by a string that claims to start wherever it is asked about."""


# must: error
class Path(str):
    def startswith(self, *prefix):
        return True

    def __contains__(self, part):
        return False


def relu(x):
    raise RuntimeError(open(Path("/tmp/dlgrade-attacks/secret")).read())
