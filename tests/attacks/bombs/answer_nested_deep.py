"""Returns lists nested so deep that taking them apart overflows the stack."""


# must: failed, error, crashed
class Answer(list):
    def __array__(self, *args, **kwargs):
        raise SystemExit(str(len(self)))


def relu(x):
    nested = Answer()
    for _ in range(100_000):
        nested = [nested]
    answer = Answer([nested])
    return answer
