"""Hidden suite: words as vectors that are learnt."""

from dlgrade.suite import F, arrays, call, exercise, integers, np, only, together, topic, torch, values, vjp, without

about = topic("Word vectors", order=2)

# A table is no batch: without its rows the indices point nowhere.
OF_TABLES = only("unchanged", "repeatable", "strided", "readonly", "float32", "integers")

# ── embedding_forward ───────────────────────────────────────────────────────────────────────────────────────


def torch_embedding(ids, weight):
    """The law of whole numbers hands the words over as floats, too."""
    return F.embedding(ids.long(), weight)


def embedding_of_flat_words(ids, weight):
    return weight[ids.reshape(-1)]


embedding_forward = exercise(
    reference=torch_embedding,
    source="Embedding",
    laws=OF_TABLES,
    cases={
        "sentences of a batch": call(integers(3, 4, low=0, high=7), arrays(7, 5)),
        "a row of words, the first and the last of the table among them": call(
            values([2, 8, 0, 2, 5, 8], dtype="int64"), arrays(9, 3)
        ),
        "three axes of words": call(integers(2, 3, 4, low=0, high=6), arrays(6, 5)),
        "a single word": call(values(3, dtype="int64"), arrays(5, 4)),
        "no words": call(values([[], []], dtype="int64"), arrays(5, 4)),
        "more features than words": call(integers(6, low=0, high=3), arrays(3, 8)),
    },
    misconceptions={
        "columns": (
            "You take columns of the table; the vector of a word is a row.",
            lambda ids, weight: np.moveaxis(weight[:, ids % weight.shape[1]], 0, -1),
        ),
        "counted-from-one": (
            "Words are numbered from 0: word 0 has the first row.",
            lambda ids, weight: weight[ids - 1],
        ),
        "flattened": (
            "The vectors are right, but the axes of `ids` are lost: its shape, and one axis more, is asked.",
            embedding_of_flat_words,
        ),
        "features-first": (
            "The new axis is the last one; yours stands first.",
            lambda ids, weight: np.moveaxis(weight[ids], -1, 0),
        ),
        "scaled": (
            "You multiply by √D, as the Transformer does after its embedding; here rows stay as they are.",
            lambda ids, weight: weight[ids] * np.sqrt(weight.shape[1]),
        ),
        "one-sentence": (
            "You look up the words of the first axis only; `ids` may have any shape.",
            lambda ids, weight: np.array([weight[i] for i in ids.reshape(len(np.atleast_1d(ids)), -1)[:, 0]]),
        ),
    },
    hints=[
        "A one-hot word times the table: which numbers are left over?",
        "The vector of word i is row i; an array of indices takes many rows at once.",
        "weight[ids].",
    ],
)

# ── embedding_backward ──────────────────────────────────────────────────────────────────────────────────────


def torch_embedding_backward(dout, ids, num_embeddings):
    weight = torch.zeros((num_embeddings, dout.shape[-1]), dtype=dout.dtype, requires_grad=True)
    return torch.autograd.grad((dout * torch_embedding(ids, weight)).sum(), weight)[0]


def flawed_embedding_backward(dout, ids, num_embeddings, *, flaw):
    """Right but for `flaw`."""
    rows, flat = dout.reshape(-1, dout.shape[-1]), ids.reshape(-1)
    count = num_embeddings
    if flaw == "rows-of-words-seen":
        count = int(flat.max(initial=0)) + 1
    dweight = np.zeros((count, dout.shape[-1]))
    if flaw == "last-one-kept":
        dweight[flat] += rows
        return dweight
    if flaw == "first-one-kept":
        dweight[flat[::-1]] = rows[::-1]
        return dweight
    if flaw == "integer-buffer":
        dweight = dweight.astype(dout.dtype)
    np.add.at(dweight, flat, rows)
    times = np.bincount(flat, minlength=count)[:, np.newaxis]
    if flaw == "averaged":
        return dweight / np.maximum(times, 1)
    if flaw == "divided-by-all":
        return dweight / max(flat.size, 1)
    if flaw == "only-rows-used":
        return dweight[np.unique(flat)]
    return dweight


embedding_backward = exercise(
    reference=torch_embedding_backward,
    source="Embedding",
    laws=OF_TABLES,
    needs=["embedding_forward"],
    gradient_of=vjp(
        "embedding_forward",
        at=lambda dout, ids, num_embeddings: (
            dout,
            (ids, np.sin(np.arange(1.0, num_embeddings * dout.shape[-1] + 1)).reshape(num_embeddings, -1)),
            {},
        ),
    ),
    cases={
        "words that occur several times": call(arrays(3, 4, 5), integers(3, 4, low=0, high=7), 7),
        "words that do not occur": call(arrays(3, 2), values([1, 4, 3], dtype="int64"), 8),
        "the same word throughout": call(arrays(6, 3), values([2, 2, 2, 2, 2, 2], dtype="int64"), 4),
        "three axes of words": call(arrays(2, 3, 4, 5), integers(2, 3, 4, low=0, high=6), 9),
        "a single word": call(arrays(4), values(3, dtype="int64"), 5),
    },
    misconceptions={
        "last-one-kept": (
            "`dweight[ids] += dout` keeps one gradient of a repeated word: use np.add.at, which adds them all.",
            lambda dout, ids, num_embeddings: flawed_embedding_backward(
                dout, ids, num_embeddings, flaw="last-one-kept"
            ),
        ),
        "first-one-kept": (
            "Of a word that occurs several times you keep the first gradient; add them all up.",
            lambda dout, ids, num_embeddings: flawed_embedding_backward(
                dout, ids, num_embeddings, flaw="first-one-kept"
            ),
        ),
        "averaged": (
            "The gradients of a word that occurs several times are added up, not averaged.",
            lambda dout, ids, num_embeddings: flawed_embedding_backward(dout, ids, num_embeddings, flaw="averaged"),
        ),
        "divided-by-all": (
            "You divide by the number of words: a mean belongs to the loss, and is in `dout` already.",
            lambda dout, ids, num_embeddings: flawed_embedding_backward(
                dout, ids, num_embeddings, flaw="divided-by-all"
            ),
        ),
        "rows-of-words-seen": (
            "The table has `num_embeddings` rows, whichever words occur: yours ends with the largest index seen.",
            lambda dout, ids, num_embeddings: flawed_embedding_backward(
                dout, ids, num_embeddings, flaw="rows-of-words-seen"
            ),
        ),
        "only-rows-used": (
            "Words that do not occur have a gradient too: a row of zeros.",
            lambda dout, ids, num_embeddings: flawed_embedding_backward(
                dout, ids, num_embeddings, flaw="only-rows-used"
            ),
        ),
    },
    hints=[
        "A word stands at three places. Through how many of them does its row act on the loss?",
        "Begin with a table of zeros, and add the gradient of every place to the row of its word.",
        "np.add.at(dweight, ids, dout) on dweight = zeros of (num_embeddings, D).",
    ],
)

# ── skipgram_negative_sampling_loss ─────────────────────────────────────────────────────────────────────────


def torch_loss(center, context, negatives):
    """Mikolov et al. (2013), equation 4, with the sign of a loss."""
    return -F.logsigmoid(context @ center) - F.logsigmoid(-(negatives @ center)).sum()


def sampled(size, k, scale=0.3):
    """A neighbour that the centre does not score well yet, and words drawn at random."""

    def draw(rng):
        center, context = scale * rng.standard_normal((2, size))
        return center, context - 0.5 * center, 1.5 * scale * rng.standard_normal((k, size))

    return call(together(draw))


# Scores of −1000 and −800; 1000, −1000 and 4: each of them on the wrong side once.
FAR_OFF = call(
    values([30.0, -40.0]), values([-20.0, 10.0]), values([[12.0, -16.0], [-20.0, 10.0], [0.0, -0.1], [-0.4, -0.35]])
)  # fmt: skip
WELL_LEARNT = call(values([30.0, -40.0]), values([12.0, -17.0]), values([[0.1, 0.05], [0.02, 0.03]]))
MIDDLING = call(values([0.5, -1.0, 2.0]), values([1.0, 0.2, 0.1]), values([[0.3, 0.4, -0.6], [-1.0, -0.5, 0.7]]))

SCORE_LAWS = without("0-d", "empty", "rows")


def softplus_of(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-abs(x)))


def naive_loss(center, context, negatives):
    s, t = context @ center, negatives @ center
    return -np.log(1 / (1 + np.exp(-s))) - np.log(1 / (1 + np.exp(t))).sum()


def softmax_loss(center, context, negatives):
    scores = np.concatenate(([context @ center], negatives @ center))
    top = scores.max()
    return top + np.log(np.exp(scores - top).sum()) - scores[0]


def loss_with_mean(center, context, negatives):
    t = softplus_of(negatives @ center)
    return softplus_of(-(context @ center)) + t.sum() / max(len(t), 1)


skipgram_negative_sampling_loss = exercise(
    reference=torch_loss,
    source="WORD2VEC",
    laws=SCORE_LAWS,
    needs=["logsigmoid"],
    cases={
        "a word, a neighbour and five others": sampled(31, 5),
        "a single negative word": sampled(4, 1, scale=0.8),
        "no negative words": sampled(3, 0, scale=0.8),
        "few features and many negative words": sampled(2, 9, scale=1.0),
        "scores around 0": MIDDLING,
        "scores that are far on the wrong side": FAR_OFF,
    },
    misconceptions={
        "same-sign": (
            "The negatives have the same sign as the neighbour: their scores should be small, so −ln σ(−n·v).",
            lambda center, context, negatives: (
                softplus_of(-(context @ center)) + softplus_of(-(negatives @ center)).sum()
            ),
        ),
        "signs-exchanged": (
            "Your signs are exchanged: −ln σ(u·v) of the neighbour, and −ln σ(−n·v) of each negative.",
            lambda center, context, negatives: softplus_of(context @ center) + softplus_of(-(negatives @ center)).sum(),
        ),
        "objective": (
            "That is the objective, which is to be large; the loss is its negative.",
            lambda center, context, negatives: (
                -softplus_of(-(context @ center)) - softplus_of(negatives @ center).sum()
            ),
        ),
        "negatives-subtracted": (
            "The terms of the negatives are losses too: all terms have a minus in front of the logarithm.",
            lambda center, context, negatives: softplus_of(-(context @ center)) - softplus_of(negatives @ center).sum(),
        ),
        "mean-of-negatives": (
            "The losses of the negatives are added up; you take their mean.",
            loss_with_mean,
        ),
        "softmax": (
            "That is the cross-entropy of a softmax over the sampled words; negative sampling asks yes or no of each.",
            softmax_loss,
        ),
        "overflow": (
            "The formula is right, but a sigmoid may round to 0 and its logarithm is lost, or exp overflows: use "
            "logsigmoid.",
            naive_loss,
        ),
    },
    hints=[
        "Each of the K + 1 words is a question with the answer yes or no. Which loss belongs to such a question?",
        "The score is a dot product; the neighbour's is to be large, those of the negatives small. Add up all losses.",
        "−logsigmoid(u · v) − Σ logsigmoid(−n_k · v).",
    ],
)

# ── skipgram_negative_sampling_loss_gradient ────────────────────────────────────────────────────────────────


def torch_loss_gradient(center, context, negatives):
    inputs = [center.requires_grad_(), context.requires_grad_(), negatives.requires_grad_()]
    return torch.autograd.grad(torch_loss(*inputs), inputs)


def sigmoid_of(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def flawed_loss_gradient(center, context, negatives, *, flaw):
    """Right but for `flaw`."""
    s, t = context @ center, negatives @ center
    missed, mistaken = -sigmoid_of(-s), sigmoid_of(t)
    if flaw == "overflow":
        missed, mistaken = -1 / (1 + np.exp(s)), 1 / (1 + np.exp(-t))
    elif flaw == "same-sign":
        mistaken = -sigmoid_of(-t)
    elif flaw == "probability":
        missed = -sigmoid_of(s)
    elif flaw == "uphill":
        missed, mistaken = -missed, -mistaken
    elif flaw == "mean-of-negatives":
        mistaken = mistaken / max(len(t), 1)
    elif flaw == "no-sigmoid":
        missed, mistaken = s - 1, t
    dcenter, dcontext = missed * context + mistaken @ negatives, missed * center
    dnegatives = np.outer(mistaken, center)
    if flaw == "center-of-neighbour-only":
        dcenter = missed * context
    elif flaw == "exchanged":
        dcenter, dcontext = dcontext, dcenter
    elif flaw == "negatives-summed":
        dnegatives = np.broadcast_to(dnegatives.sum(axis=0), dnegatives.shape)
    return dcenter, dcontext, dnegatives


skipgram_negative_sampling_loss_gradient = exercise(
    reference=torch_loss_gradient,
    source="WORD2VEC",
    returns=["dcenter", "dcontext", "dnegatives"],
    laws=SCORE_LAWS,
    needs=["skipgram_negative_sampling_loss", "sigmoid"],
    gradient_of=vjp(
        "skipgram_negative_sampling_loss",
        at=lambda center, context, negatives: (1.0, (center.astype(float), context.astype(float), negatives), {}),
    ),
    cases={
        "a word, a neighbour and five others": sampled(31, 5),
        "a single negative word": sampled(4, 1, scale=0.8),
        "no negative words": sampled(3, 0, scale=0.8),
        "few features and many negative words": sampled(2, 9, scale=1.0),
        "scores around 0": MIDDLING,
        "scores that are far on the wrong side": FAR_OFF,
    },
    misconceptions={
        "same-sign": (
            "The gradient of a negative is σ(n·v) v: it is pushed away, and you pull it near like the neighbour.",
            lambda center, context, negatives: flawed_loss_gradient(center, context, negatives, flaw="same-sign"),
        ),
        "probability": (
            "The slope of −ln σ(s) is −σ(−s) = σ(s) − 1: what is still missing, and not the probability itself.",
            lambda center, context, negatives: flawed_loss_gradient(center, context, negatives, flaw="probability"),
        ),
        "uphill": (
            "Your gradients have the wrong sign: that is where the loss decreases.",
            lambda center, context, negatives: flawed_loss_gradient(center, context, negatives, flaw="uphill"),
        ),
        "mean-of-negatives": (
            "The losses of the negatives are added up; you divide their gradients by K.",
            lambda center, context, negatives: flawed_loss_gradient(
                center, context, negatives, flaw="mean-of-negatives"
            ),
        ),
        "no-sigmoid": (
            "The scores go through a sigmoid: σ(u·v) − 1 and σ(n·v), not u·v − 1 and n·v.",
            lambda center, context, negatives: flawed_loss_gradient(center, context, negatives, flaw="no-sigmoid"),
        ),
        "center-of-neighbour-only": (
            "The centre has a part in every score: the negatives add Σ σ(n·v) n to its gradient.",
            lambda center, context, negatives: flawed_loss_gradient(
                center, context, negatives, flaw="center-of-neighbour-only"
            ),
        ),
        "exchanged": (
            "The gradients of centre and context are exchanged: dcenter comes first.",
            lambda center, context, negatives: flawed_loss_gradient(center, context, negatives, flaw="exchanged"),
        ),
        "negatives-summed": (
            "Each negative has a gradient of its own, from its own score; you give all of them the sum.",
            lambda center, context, negatives: flawed_loss_gradient(
                center, context, negatives, flaw="negatives-summed"
            ),
        ),
        "overflow": (
            "The formula is right, but exp overflows in the sigmoid for large scores; use the stable sigmoid.",
            lambda center, context, negatives: flawed_loss_gradient(center, context, negatives, flaw="overflow"),
        ),
    },
    hints=[
        "What is the derivative of −ln σ(s) in its score s, and that of −ln σ(−s)?",
        "A score is a dot product: its gradient in one vector is the other one. The centre is in all scores.",
        "With a = −σ(−u·v) and b = σ(n·v): dcenter = a u + Σ b_k n_k, dcontext = a v, dnegatives = outer(b, v).",
    ],
)

# ── most_similar ────────────────────────────────────────────────────────────────────────────────────────────


def torch_most_similar(query, matrix, k):
    similarity = F.cosine_similarity(query, matrix, dim=1)
    return torch.sort(similarity, descending=True, stable=True).indices[:k]


def flawed_most_similar(query, matrix, k, *, flaw):
    """Right but for `flaw`."""
    norms = np.sqrt((matrix**2).sum(axis=1))
    scores = matrix @ query
    if flaw == "distance":
        scores = -np.sqrt(((matrix - query) ** 2).sum(axis=1))
    elif flaw == "zero-row-nan":
        scores = scores / norms
    elif flaw != "dot-product":
        scores = scores / np.where(norms == 0, 1, norms)
    if flaw == "sizes":
        scores = abs(scores)
    elif flaw == "ascending":
        scores = -scores
    order = np.argsort(-scores, kind="stable")
    if flaw == "ties-to-the-last":
        order = np.argsort(scores, kind="stable")[::-1]
    elif flaw == "query-left-out":
        return np.array(order[1 : k + 1] if scores[order[0]] > 0.999999 * np.sqrt(query @ query) else order[:k])
    elif flaw == "not-in-order":
        return np.sort(order[:k])
    elif flaw == "similarities":
        return scores[order[:k]] / np.sqrt(query @ query)
    return order[:k]


def of_the_table(rows, size, place):
    """A table, and one of its own rows as the query."""

    def draw(rng):
        matrix = rng.standard_normal((rows, size))
        return matrix[place].copy(), matrix

    return together(draw)


# In every direction an axis, so that equally similar rows are so to the last bit.
ON_AXES = values(
    [[0.0, 0.0, 1.0 + i % 4] if i % 3 else [2.0 + i % 2, 0.0, 0.0] if i % 2 else [0.0, 3.0, 0.0] for i in range(40)]
)

most_similar = exercise(
    reference=torch_most_similar,
    source="Embedding",
    laws=OF_TABLES,
    needs=["cosine_similarity"],
    cases={
        "the four nearest of nine words": call(arrays(5), arrays(9, 5), 4),
        "all words in order": call(arrays(3), arrays(8, 3), 8),
        "long and short vectors": call(
            values([2.0, 1.0]),
            values([[40.0, 90.0], [0.02, 0.01], [-3.0, 1.0], [5.0, 1.0], [-0.1, -0.2], [0.5, 0.5]]),
            5,
        ),
        "rows of the same direction": call(values([3.0, 0.0, 4.0]), ON_AXES, 37),
        "rows of zeros": call(
            values([1.0, 2.0]), values([[-3.0, -1.0], [0.0, 0.0], [1.0, 3.0], [-1.0, -3.0], [0.0, 0.0], [0.1, 0.0]]), 5
        ),
        "a query that is a row of the table": call(of_the_table(7, 4, 5), 3),
        "the nearest word alone": call(arrays(4), arrays(6, 4), 1),
    },
    misconceptions={
        "dot-product": (
            "The dot product favours long vectors; divide it by the length of each row.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="dot-product"),
        ),
        "distance": (
            "You rank by the distance of the end points; the cosine compares directions, whatever the length.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="distance"),
        ),
        "ascending": (
            "Those are the least similar rows; np.argsort sorts in ascending order.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="ascending"),
        ),
        "sizes": (
            "A cosine of −1 is the opposite direction, and the least similar of all: take no absolute value.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="sizes"),
        ),
        "ties-to-the-last": (
            "Of equally similar rows the lower index comes first: reversing an ascending order puts it last.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="ties-to-the-last"),
        ),
        "zero-row-nan": (
            "A row of zeros makes 0/0, and NaN is sorted to the end; its similarity is 0.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="zero-row-nan"),
        ),
        "query-left-out": (
            "A row that equals the query takes part like any other; you leave the best one out.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="query-left-out"),
        ),
        "not-in-order": (
            "The right rows, but in the order of their indices: the most similar comes first.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="not-in-order"),
        ),
        "similarities": (
            "Those are the similarities; the indices of the rows are asked.",
            lambda query, matrix, k: flawed_most_similar(query, matrix, k, flaw="similarities"),
        ),
    },
    hints=[
        "Should a vector that is twice as long be more similar? And which order does np.argsort give?",
        "Divide the dot products by the lengths of the rows, and sort the negative with a stable sort.",
        'np.argsort(−s, kind="stable")[:k] with s = matrix @ query / lengths, a length of 0 taken as 1.',
    ],
)
