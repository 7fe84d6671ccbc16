"""Three checks of each of twelve functions, and the mistakes that the submissions of the benchmark make."""

from dlgrade.suite import F, arrays, call, exercise, np, only, together, topic, values

about = topic("Twelve functions", order=1)

HINTS = ["Read the docstring."]
SOURCE = "benchmarks/assignment"
FAR = values([[-800.0, -30.0, -1.0, 0.5], [2.0, 20.0, 700.0, 1000.0]])


def asked(*, reference, cases, flaw):
    """An exercise of three checks and one mistake, without the laws that the course adds."""
    sentence, function = flaw
    return exercise(
        reference=reference, cases=cases, laws=only(), misconceptions={"flaw": (sentence, function)},
        hints=HINTS, source=SOURCE,
    )  # fmt: skip


def of_elements(**options):
    """A batch, a vector with the options of one's own, and numbers far from zero."""
    return {"a batch": arrays(5, 7), "a vector": arrays(31).with_(**options), "far from zero": FAR}


relu = asked(
    reference=F.relu,
    cases=of_elements(),
    flaw=("relu drops what is negative, not what is positive.", lambda x: np.minimum(x, 0)),
)
leaky_relu = asked(
    reference=F.leaky_relu,
    cases=of_elements(negative_slope=0.2),
    flaw=("The slope is not 0.01 always.", lambda x, negative_slope=0.01: np.where(x > 0, x, 0.01 * x)),
)
elu = asked(
    reference=F.elu,
    cases=of_elements(alpha=1.7),
    flaw=("alpha is not used.", lambda x, alpha=1.0: np.where(x > 0, x, np.expm1(np.minimum(x, 0)))),
)
sigmoid = asked(
    reference=F.sigmoid,
    cases=of_elements(),
    flaw=("The sign of x is the wrong way round.", lambda x: 1 / (1 + np.exp(np.clip(x, -700, 700)))),
)
hardtanh = asked(
    reference=F.hardtanh,
    cases=of_elements(min_val=-0.3, max_val=0.6),
    flaw=("min_val is not used.", lambda x, min_val=-1.0, max_val=1.0: np.clip(x, -1.0, max_val)),
)
softplus = asked(
    reference=F.softplus,
    cases=of_elements(),
    flaw=("exp overflows for large x.", lambda x: np.log(1 + np.exp(x))),
)
gelu_tanh = asked(
    reference=lambda x: F.gelu(x, approximate="tanh"),
    cases=of_elements(),
    flaw=(
        "The cubic term is missing.",
        lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * x)),
    ),
)
silu = asked(
    reference=F.silu,
    cases=of_elements(),
    flaw=("The factor x is missing.", lambda x: 0.5 * (1 + np.tanh(0.5 * x))),
)
softmax = asked(
    reference=lambda x, axis=-1: F.softmax(x, dim=axis),
    cases={"each row": arrays(5, 7), "each column": arrays(6, 4).with_(axis=0), "far from zero": FAR},
    flaw=("exp overflows: subtract the maximum.", lambda x, axis=-1: np.exp(x) / np.exp(x).sum(axis, keepdims=True)),
)
log_softmax = asked(
    reference=lambda x, axis=-1: F.log_softmax(x, dim=axis),
    cases={"each row": arrays(5, 7), "each column": arrays(6, 4).with_(axis=0), "far from zero": FAR},
    flaw=("axis is not used.", lambda x, axis=-1: x - np.logaddexp.reduce(x, axis=-1, keepdims=True)),
)
mse_loss = asked(
    reference=F.mse_loss,
    cases={
        "a batch": call(arrays(5, 7), arrays(5, 7)),
        "vectors": call(arrays(31), arrays(31)),
        "three axes": call(arrays(2, 3, 4), arrays(2, 3, 4)),
    },
    flaw=("A sum, where a mean is asked for.", lambda pred, target: np.sum((pred - target) ** 2)),
)


def scores_and_labels(count, classes, scale=1.0):
    return call(together(lambda rng: (rng.normal(0, scale, (count, classes)), rng.integers(0, classes, count))))


def cross_entropy_summed(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    return -np.sum((z - np.log(np.exp(z).sum(axis=1, keepdims=True)))[np.arange(len(labels)), labels])


cross_entropy = asked(
    reference=lambda logits, labels: F.cross_entropy(logits, labels.long()),
    cases={
        "a batch": scores_and_labels(7, 5),
        "two classes": scores_and_labels(31, 2),
        "scores far apart": scores_and_labels(7, 4, 500.0),
    },
    flaw=("A sum, where a mean is asked for.", cross_entropy_summed),
)
