"""Hidden suite: attention."""

from dlgrade.suite import F, arrays, call, exercise, np, only, topic, torch, values, without

about = topic("Attention", order=3)

# ── scaled_dot_product_attention ────────────────────────────────────────────────────────────────────────────

CAUSAL = values([[j <= i for j in range(5)] for i in range(5)], dtype="bool")
SCATTERED = values(
    [
        [True, False, True, True, False, True],
        [False, False, False, True, False, False],
        [True, True, True, True, True, True],
        [False, True, True, False, True, False],
    ],
    dtype="bool",
)
# Of the first text the last two words are padding, of the second the last one.
PADDING = values([[[True, True, True, True, False, False]], [[True, True, True, True, True, False]]], dtype="bool")
LAST_FORBIDDEN = values([[True, True, False], [True, True, False]], dtype="bool")


def softmax_of(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def flawed_attention(q, k, v, mask=None, *, flaw):
    """Right but for `flaw`."""
    scores = q @ np.swapaxes(k, -2, -1)
    d = {"length": k.shape[-2], "queries": q.shape[-2], "values": v.shape[-1], "unscaled": 1}.get(flaw, q.shape[-1])
    scores = scores / (d if flaw == "no-root" else np.sqrt(d))
    if flaw == "multiplied":
        scores = scores * np.sqrt(d) ** 2
    if mask is not None and flaw not in ("mask-ignored", "after-softmax"):
        allowed = ~mask if flaw == "upside-down" else mask
        scores = np.where(allowed, scores, 0.0 if flaw == "score-of-zero" else -1e30)
    if flaw == "overflow":
        weights = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    elif flaw == "whole-matrix":
        weights = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum(axis=(-2, -1), keepdims=True)
    else:
        weights = softmax_of(scores, -2 if flaw == "over-queries" else -1)
    if mask is not None and flaw == "after-softmax":
        weights = weights * mask
    return weights @ v


scaled_dot_product_attention = exercise(
    reference=lambda q, k, v, mask=None: F.scaled_dot_product_attention(q, k, v, attn_mask=mask),
    source="Embedding",
    bonus=True,
    # exp(score − log-sum-exp) is right too, and loses 2⁻⁵² · |score| where scores reach some 10⁵.
    tolerance=1e-10,
    laws=without("0-d", "empty", "rows"),
    needs=["softmax"],
    cases={
        "a batch of queries, keys and values": call(arrays(2, 5, 4), arrays(2, 7, 4), arrays(2, 7, 3)),
        "a single sequence": call(arrays(3, 2), arrays(4, 2), arrays(4, 5)),
        "several heads": call(arrays(2, 3, 4, 6), arrays(2, 3, 5, 6), arrays(2, 3, 5, 7)),
        "no word may see those behind it": call(arrays(3, 5, 2), arrays(3, 5, 2), arrays(3, 5, 4), mask=CAUSAL),
        "a mask of its own for each query": call(arrays(2, 4, 3), arrays(2, 6, 3), arrays(2, 6, 5), SCATTERED),
        "texts that are padded": call(arrays(2, 4, 3), arrays(2, 6, 3), arrays(2, 6, 5)).with_(mask=PADDING),
        "a forbidden key that fits far better than the others": call(
            values([[30.0, -20.0], [25.0, 5.0]]), values([[0.1, 0.2], [0.3, -0.1], [90.0, -50.0]]), arrays(3, 4)
        ).with_(mask=LAST_FORBIDDEN),
    },
    misconceptions={
        "over-queries": (
            "You normalise over the queries; the weights of one query sum to 1 over the keys, the last axis.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="over-queries"),
        ),
        "whole-matrix": (
            "Each query has a softmax of its own: you normalise over queries and keys together.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="whole-matrix"),
        ),
        "scaled-by-length": (
            "You divide by the root of the number of keys; it is that of the number of features, √d.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="length"),
        ),
        "scaled-by-d": (
            "You divide by d; it is its square root, √d.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="no-root"),
        ),
        "unscaled": (
            "The scores are not divided by √d, so that the softmax of many features is nearly one-hot.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="unscaled"),
        ),
        "mask-ignored": (
            "The parameter `mask` is not used: where it is False, the score becomes minus infinity.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="mask-ignored"),
        ),
        "mask-upside-down": (
            "True means that the query may attend to the key; you shut those out and let in the others.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="upside-down"),
        ),
        "masked-after-softmax": (
            "You mask the weights, so that the others no longer sum to 1: mask the scores, before the softmax.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="after-softmax"),
        ),
        "score-of-zero": (
            "A score of 0 still has the weight e⁰ in the softmax: a forbidden score becomes minus infinity.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="score-of-zero"),
        ),
        "overflow": (
            "The formula is right, but exp overflows for large scores: subtract the maximum of each row first.",
            lambda q, k, v, mask=None: flawed_attention(q, k, v, mask, flaw="overflow"),
        ),
    },
    hints=[
        "What has to sum to 1: the weights that one query gives to all keys, or those that one key gets?",
        "Scores are dot products over √d; mask them, take the softmax over the keys, and average the values.",
        "softmax(np.where(mask, q @ kᵀ / √d, −∞)) @ v, the transpose taken of the last two axes.",
    ],
)

# ── multi_head_attention ────────────────────────────────────────────────────────────────────────────────────


def torch_multi_head(x, params, heads):
    """PyTorch's own, which wants the length first."""
    x = x.transpose(0, 1)
    weight = torch.cat([params["w_q"], params["w_k"], params["w_v"]])
    bias = torch.cat([params["b_q"], params["b_k"], params["b_v"]])
    y, _ = F.multi_head_attention_forward(
        x, x, x, x.shape[-1], heads, weight, bias, None, None, False, 0.0, params["w_o"], params["b_o"],
        training=False, need_weights=False,
    )  # fmt: skip
    return y.transpose(0, 1)


def layers(size, scale=0.7):
    """The parameters of four linear layers, none of them neutral."""
    weights = {f"w_{name}": arrays(size, size, scale=scale) for name in "qkvo"}
    return weights | {f"b_{name}": arrays(size, scale=scale) for name in "qkvo"}


def flawed_multi_head(x, params, heads, *, flaw):
    """Right but for `flaw`."""
    n, t, d = x.shape
    if flaw == "one-head":
        heads = 1
    size = d // heads
    projected = []
    for name in "qkv":
        weight = params[f"w_{name}"]
        y = x @ (weight if flaw == "not-transposed" else weight.T)
        if flaw != "no-biases":
            y = y + params[f"b_{name}"]
        if flaw == "interleaved":
            y = y.reshape(n, t, size, heads).transpose(0, 3, 1, 2)
        elif flaw == "reshaped":
            y = y.reshape(n, heads, t, size)
        else:
            y = y.reshape(n, t, heads, size).transpose(0, 2, 1, 3)
        projected.append(y)
    q, k, v = projected
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d if flaw == "scaled-by-whole" else size)
    y = softmax_of(scores) @ v
    if flaw == "not-put-back":
        y = y.reshape(n, t, d)
    elif flaw == "interleaved":
        y = y.transpose(0, 2, 3, 1).reshape(n, t, d)
    elif flaw == "reshaped":
        y = y.reshape(n, t, d)
    else:
        y = y.transpose(0, 2, 1, 3).reshape(n, t, d)
    if flaw == "no-output-layer":
        return y
    weight = params["w_o"] if flaw == "not-transposed" else params["w_o"].T
    return y @ weight + (0 if flaw == "no-biases" else params["b_o"])


multi_head_attention = exercise(
    reference=torch_multi_head,
    source="Embedding",
    bonus=True,
    laws=without("0-d", "empty", "rows"),
    needs=["scaled_dot_product_attention"],
    cases={
        "three heads of two features": call(arrays(2, 5, 6, scale=1.0), layers(6), 3),
        "two heads of four features": call(arrays(3, 4, 8, scale=1.0), layers(8), 2),
        "a single head": call(arrays(2, 3, 4, scale=1.0), layers(4), 1),
        "heads of one feature": call(arrays(3, 6, 5, scale=1.0), layers(5), 5),
        "a sequence of one word": call(arrays(2, 1, 6, scale=1.0), layers(6), 2),
    },
    misconceptions={
        "not-transposed": (
            "Weights are (out, in): x @ wᵀ + b; you multiply by w itself.",
            lambda x, params, heads: flawed_multi_head(x, params, heads, flaw="not-transposed"),
        ),
        "no-biases": (
            "The biases are missing: each of the four linear layers has one.",
            lambda x, params, heads: flawed_multi_head(x, params, heads, flaw="no-biases"),
        ),
        "one-head": (
            "The parameter `heads` is not used: each head has a softmax of its own.",
            lambda x, params, heads: flawed_multi_head(x, params, heads, flaw="one-head"),
        ),
        "scaled-by-whole": (
            "A head has D / heads features: divide its scores by √(D / heads), not by √D.",
            lambda x, params, heads: flawed_multi_head(x, params, heads, flaw="scaled-by-whole"),
        ),
        "interleaved": (
            "A head has features that stand side by side; yours takes every H-th: reshape to (N, T, heads, D / heads).",
            lambda x, params, heads: flawed_multi_head(x, params, heads, flaw="interleaved"),
        ),
        "reshaped": (
            "Reshaping (N, T, D) to (N, heads, T, …) mixes positions with features: split the last axis first.",
            lambda x, params, heads: flawed_multi_head(x, params, heads, flaw="reshaped"),
        ),
        "not-put-back": (
            "The heads are not joined along the features: transpose to (N, T, heads, …) before the last reshape.",
            lambda x, params, heads: flawed_multi_head(x, params, heads, flaw="not-put-back"),
        ),
        "no-output-layer": (
            "The joined heads go through one more linear layer, w_o and b_o.",
            lambda x, params, heads: flawed_multi_head(x, params, heads, flaw="no-output-layer"),
        ),
    },
    hints=[
        "Which features of Q, K and V belong to the first head, and over how many does it take its dot products?",
        "Three linear layers, cut the last axis into heads, attention in each, join them, and one more linear layer.",
        "Reshape to (N, T, heads, D / heads) and transpose to (N, heads, T, …); attention; the way back; @ w_oᵀ + b_o.",
    ],
)

# ── sinusoidal_positions ────────────────────────────────────────────────────────────────────────────────────


def vaswani_positions(length, dim):
    """Vaswani et al. (2017), section 3.5, pair by pair of columns."""
    p = torch.arange(length, dtype=torch.float64)
    columns = []
    for i in range((dim + 1) // 2):
        angle = p / 10000.0 ** (2 * i / dim)
        columns += [torch.sin(angle), torch.cos(angle)]
    return torch.stack(columns[:dim], dim=1)


def flawed_positions(length, dim, *, flaw):
    """Right but for `flaw`."""
    p = np.arange(length)[:, np.newaxis] + (1 if flaw == "counted-from-one" else 0)
    j = np.arange(dim)
    exponent = {
        "own-wavelengths": j / dim, "twice-doubled": 2 * j / dim, "pair-not-doubled": (j // 2) / dim,
        "dim-minus-two": 2 * (j // 2) / max(dim - 2, 1), "even-dim": 2 * (j // 2) / (dim + dim % 2),
    }.get(flaw, 2 * (j // 2) / dim)  # fmt: skip
    angle = p * 10000.0**exponent if flaw == "multiplied" else p / 10000.0**exponent
    if flaw == "degrees":
        angle = np.deg2rad(angle)
    sines, cosines = np.sin(angle), np.cos(angle)
    if flaw == "halves":
        return np.concatenate([sines[:, ::2], cosines[:, 1::2]], axis=1)
    if flaw == "exchanged":
        return np.where(j % 2 == 0, cosines, sines)
    return np.where(j % 2 == 0, sines, cosines)


sinusoidal_positions = exercise(
    reference=vaswani_positions,
    source="Embedding",
    bonus=True,
    # Two whole numbers come in: there is no array for the other laws to change.
    laws=only("repeatable"),
    cases={
        "eleven positions of eight features": call(11, 8),
        "few positions and many features": call(3, 20),
        "many positions and few features": call(60, 4),
        "an odd number of features": call(9, 7),
        "two features": call(7, 2),
        "a single feature": call(6, 1),
        "a single position": call(1, 6),
    },
    misconceptions={
        "halves": (
            "Sines and cosines alternate, column by column; you put all sines first and all cosines after them.",
            lambda length, dim: flawed_positions(length, dim, flaw="halves"),
        ),
        "exchanged": (
            "The even columns, from 0 on, are sines and the odd ones cosines; yours are exchanged.",
            lambda length, dim: flawed_positions(length, dim, flaw="exchanged"),
        ),
        "own-wavelengths": (
            "Sine and cosine of one pair have the same wavelength: the exponent is 2i / dim in columns 2i and 2i + 1.",
            lambda length, dim: flawed_positions(length, dim, flaw="own-wavelengths"),
        ),
        "twice-doubled": (
            "2i is the number of the column already; you double it once more.",
            lambda length, dim: flawed_positions(length, dim, flaw="twice-doubled"),
        ),
        "pair-not-doubled": (
            "The exponent is 2i / dim for pair i; yours is i / dim.",
            lambda length, dim: flawed_positions(length, dim, flaw="pair-not-doubled"),
        ),
        "counted-from-one": (
            "Positions are counted from 0: the first row has sin 0 = 0 and cos 0 = 1.",
            lambda length, dim: flawed_positions(length, dim, flaw="counted-from-one"),
        ),
        "even-dim": (
            "With an odd `dim` you divide by the next even number; the exponent is 2i / dim.",
            lambda length, dim: flawed_positions(length, dim, flaw="even-dim"),
        ),
    },
    hints=[
        "Which columns share a wavelength, and how do they differ?",
        "Columns 2i and 2i + 1 are the sine and the cosine of the same angle, position / 10000^(2i / dim).",
        "With angle = p / 10000 ** (2 * (column // 2) / dim): sin in even columns, cos in odd ones.",
    ],
)
