"""Hidden suite: words as numbers."""

from collections import Counter

from dlgrade.suite import call, drawn, exercise, np, only, topic, torch, values

about = topic("Counting words", order=1)

# Words are no arrays, which is what the other laws change.
OF_WORDS = only("repeatable")


def document(**times):
    """A document that has each word so many times, in any order."""
    bag = [word for word, count in times.items() for _ in range(count)]
    return drawn(lambda rng: [bag[i] for i in rng.permutation(len(bag))])


def documents(n, **spread):
    """n documents; each word stands in so many of them, in its first one three times."""

    def draw(rng):
        docs = [[] for _ in range(n)]
        for word, df in spread.items():
            for turn, d in enumerate(rng.permutation(n)[:df]):
                docs[d] += [word] * (1 if turn else 3)
        return [[doc[i] for i in rng.permutation(len(doc))] for doc in docs]

    return drawn(draw)


# ── term_frequency ──────────────────────────────────────────────────────────────────────────────────────────


def counted_term_frequency(tokens, vocab):
    """Luhn (1957): the occurrences of each word, as a share of all tokens; no tokens make no frequency."""
    seen = Counter(tokens)
    return torch.tensor([seen[word] / max(1, seen.total()) for word in vocab], dtype=torch.float64)


def flawed_term_frequency(tokens, vocab, *, flaw):
    """Right but for `flaw`."""
    counts = np.array([tokens.count(word) for word in vocab], dtype=float)
    size = max(len(tokens), 1)
    if flaw == "raw-counts":
        return counts
    if flaw == "share-of-the-vocabulary":
        return counts / max(counts.sum(), 1)
    if flaw == "different-words":
        return counts / max(len(set(tokens)), 1)
    if flaw == "largest":
        return counts / max(counts.max(), 1)
    if flaw == "presence":
        return (counts > 0) / size
    if flaw == "inside-words":
        return np.array([" ".join(tokens).count(word) for word in vocab]) / size
    return np.array([[token.lower() for token in tokens].count(word.lower()) for word in vocab]) / size


term_frequency = exercise(
    reference=counted_term_frequency,
    source="TF-IDF",
    laws=OF_WORDS,
    cases={
        "a document with words that are not in the vocabulary": call(
            document(deep=4, learning=3, models=1, the=5), ["models", "deep", "learning", "loss"]
        ),
        "a document of words of the vocabulary only": call(
            document(loss=2, weight=1, layer=6), ["layer", "loss", "weight"]
        ),
        "words that begin alike": call(document(learn=1, learning=4, learned=2, net=1), ["learn", "net", "learned"]),
        "capital letters": call(document(Deep=3, deep=1, nets=1), ["deep", "nets", "Deep"]),
        "a document of a single word": call(["deep"], ["net", "deep"]),
        "a document without a word of the vocabulary": call(document(the=2, of=3), ["deep", "learning"]),
        "a document without words": call([], ["deep", "learning"]),
    },
    misconceptions={
        "raw-counts": (
            "Those are the counts; divide them by the number of tokens, so that long documents do not weigh more.",
            lambda tokens, vocab: flawed_term_frequency(tokens, vocab, flaw="raw-counts"),
        ),
        "share-of-the-vocabulary": (
            "You divide by the number of tokens that are in the vocabulary; all tokens of the document count.",
            lambda tokens, vocab: flawed_term_frequency(tokens, vocab, flaw="share-of-the-vocabulary"),
        ),
        "different-words": (
            "You divide by the number of different words; a word that stands there twice is two tokens.",
            lambda tokens, vocab: flawed_term_frequency(tokens, vocab, flaw="different-words"),
        ),
        "largest": (
            "You divide by the largest count, another common convention; here the number of tokens divides.",
            lambda tokens, vocab: flawed_term_frequency(tokens, vocab, flaw="largest"),
        ),
        "presence": (
            "Each occurrence counts: you only ask whether the word is there.",
            lambda tokens, vocab: flawed_term_frequency(tokens, vocab, flaw="presence"),
        ),
        "inside-words": (
            "You also count a word where it is a part of a longer one: compare whole tokens.",
            lambda tokens, vocab: flawed_term_frequency(tokens, vocab, flaw="inside-words"),
        ),
        "letters-lowered": (
            "Words are compared as they are: “Deep” is not “deep”.",
            lambda tokens, vocab: flawed_term_frequency(tokens, vocab, flaw="letters-lowered"),
        ),
        "divided-by-nothing": (
            "A document without tokens makes 0/0; its frequencies are 0.",
            lambda tokens, vocab: np.array([tokens.count(word) for word in vocab]) / np.float64(len(tokens)),
        ),
    },
    hints=[
        "A word occurs 3 times in a document. What else must you know to say whether that is often?",
        "Count each word of the vocabulary in the document, and divide by how many tokens the document has.",
        "tokens.count(word) / len(tokens) for each word, and 0 where there are no tokens.",
    ],
)

# ── inverse_document_frequency ──────────────────────────────────────────────────────────────────────────────


def counted_idf(docs, vocab):
    """Spärck Jones (1972): ln N − ln df, and 0 for a word without documents."""
    seen = Counter(word for doc in docs for word in set(doc))
    df = torch.tensor([seen[word] or len(docs) for word in vocab], dtype=torch.float64)
    return -torch.log(df / len(docs))


def flawed_idf(docs, vocab, *, flaw=""):
    """Right but for `flaw`."""
    n = len(docs)
    df = np.array([sum(word in doc for doc in docs) for word in vocab], dtype=float)
    if flaw == "occurrences":
        df = np.array([sum(doc.count(word) for doc in docs) for word in vocab], dtype=float)
    if flaw == "absent-infinite":
        return np.log(n / df)
    if flaw == "sklearn-smoothed":
        return np.log((1 + n) / (1 + df)) + 1
    if flaw == "one-in-the-denominator":
        return np.log(n / (1 + df))
    absent, df = df == 0, np.maximum(df, 1)
    if flaw == "absent-as-rare":
        absent = np.zeros(len(vocab), dtype=bool)
    weight = {
        "log10": np.log10(n / df), "log2": np.log2(n / df), "one-plus": 1 + np.log(n / df), "no-logarithm": n / df,
        "upside-down": np.log(df / n),
    }.get(flaw, np.log(n / df))  # fmt: skip
    return np.where(absent, 0.0, weight)


OCCURRENCES = "df is the number of documents that contain the word; you count all its occurrences."
SKLEARN = "You used scikit-learn's smoothed ln((1 + N) / (1 + df)) + 1; here it is the textbook's ln(N / df)."
LOG10 = "You used the logarithm to base 10; here it is the natural one."
ONE_PLUS = "You used 1 + ln(N / df); nothing is added here, so that a word of every document has the weight 0."

inverse_document_frequency = exercise(
    reference=counted_idf,
    source="TF-IDF",
    laws=OF_WORDS,
    cases={
        "words in many and in few documents": call(
            documents(7, deep=6, learning=3, loss=1, the=5, weight=2), ["loss", "deep", "weight", "learning"]
        ),
        "a word of every document": call(documents(5, deep=5, layer=2), ["layer", "deep"]),
        "a word of no document": call(documents(6, deep=4, layer=1, net=3), ["deep", "perceptron", "net", "layer"]),
        "some documents are empty": call(documents(9, deep=2, layer=1), ["deep", "layer"]),
        "a single document": call(documents(1, deep=1, net=1), ["deep", "net", "loss"]),
    },
    misconceptions={
        "occurrences": (OCCURRENCES, lambda docs, vocab: flawed_idf(docs, vocab, flaw="occurrences")),
        "sklearn-smoothed": (SKLEARN, lambda docs, vocab: flawed_idf(docs, vocab, flaw="sklearn-smoothed")),
        "one-in-the-denominator": (
            "You used ln(N / (1 + df)), which is negative for a word of every document; nothing is added here.",
            lambda docs, vocab: flawed_idf(docs, vocab, flaw="one-in-the-denominator"),
        ),
        "log10": (LOG10, lambda docs, vocab: flawed_idf(docs, vocab, flaw="log10")),
        "log2": (
            "You used the logarithm to base 2; here it is the natural one.",
            lambda docs, vocab: flawed_idf(docs, vocab, flaw="log2"),
        ),
        "one-plus": (ONE_PLUS, lambda docs, vocab: flawed_idf(docs, vocab, flaw="one-plus")),
        "no-logarithm": (
            "The logarithm is missing: ln(N / df).",
            lambda docs, vocab: flawed_idf(docs, vocab, flaw="no-logarithm"),
        ),
        "upside-down": (
            "Your fraction is upside down, and rare words get the smallest weights: ln(N / df).",
            lambda docs, vocab: flawed_idf(docs, vocab, flaw="upside-down"),
        ),
        "absent-infinite": (
            "A word of no document makes N/0; its weight is 0 here.",
            lambda docs, vocab: flawed_idf(docs, vocab, flaw="absent-infinite"),
        ),
        "absent-as-rare": (
            "You weigh a word of no document as if it stood in one; its weight is 0 here.",
            lambda docs, vocab: flawed_idf(docs, vocab, flaw="absent-as-rare"),
        ),
    },
    hints=[
        "A word stands in every document. How much does it tell about any of them?",
        "Count for each word the documents that contain it, once each, and compare with the number of documents.",
        "ln(N / df) with df = sum(word in doc for doc in docs), and 0 where df is 0.",
    ],
)

# ── tf_idf ──────────────────────────────────────────────────────────────────────────────────────────────────


def flawed_tf_idf(docs, vocab, *, flaw):
    """Right but for `flaw`."""
    counts = np.array([[doc.count(word) for word in vocab] for doc in docs], dtype=float)
    sizes = np.array([[max(len(doc), 1)] for doc in docs])
    idf = flawed_idf(docs, vocab, flaw=flaw)
    if flaw == "raw-counts":
        return counts * idf
    x = counts / sizes
    if flaw == "divided":
        return x / np.where(idf == 0, 1, idf)
    if flaw == "summed":
        return x + idf
    x = x * idf
    if flaw == "rows-normalised":
        norms = np.sqrt((x**2).sum(axis=1, keepdims=True))
        return x / np.where(norms == 0, 1, norms)
    return x.T if flaw == "transposed" else x


tf_idf = exercise(
    reference=lambda docs, vocab: (
        torch.stack([counted_term_frequency(doc, vocab) for doc in docs]) * counted_idf(docs, vocab)
    ),
    source="TF-IDF",
    laws=OF_WORDS,
    needs=["term_frequency", "inverse_document_frequency"],
    cases={
        "documents with many and with few words": call(
            documents(7, deep=6, learning=3, loss=1, the=5, weight=2, net=7), ["loss", "deep", "weight", "learning"]
        ),
        "a word of every document": call(documents(5, deep=5, layer=2, net=3, of=4), ["layer", "deep", "net"]),
        "a word of no document": call(documents(6, deep=4, layer=1, net=3), ["deep", "perceptron", "net", "layer"]),
        "some documents are empty": call(documents(9, deep=2, layer=1, a=3), ["deep", "layer"]),
        "a single document": call(documents(1, deep=1, net=1), ["deep", "net", "loss"]),
    },
    misconceptions={
        "raw-counts": (
            "You multiply the raw counts by the idf; here tf is the count divided by the document's number of tokens.",
            lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="raw-counts"),
        ),
        "occurrences": (OCCURRENCES, lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="occurrences")),
        "sklearn-smoothed": (SKLEARN, lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="sklearn-smoothed")),
        "log10": (LOG10, lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="log10")),
        "one-plus": (ONE_PLUS, lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="one-plus")),
        "one-in-the-denominator": (
            "You used ln(N / (1 + df)); nothing is added to the document frequency here.",
            lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="one-in-the-denominator"),
        ),
        "rows-normalised": (
            "You divide each row by its length, as scikit-learn does; here rows stay as they are.",
            lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="rows-normalised"),
        ),
        "summed": (
            "tf and idf are multiplied, not added: a word that is not in a document has 0 there.",
            lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="summed"),
        ),
        "transposed": (
            "Yours has a row for each word; a row for each document is asked.",
            lambda docs, vocab: flawed_tf_idf(docs, vocab, flaw="transposed"),
        ),
    },
    hints=[
        "Which words tell one document from the others: those that are frequent everywhere, or only there?",
        "A row of term frequencies for each document, and each column times the word's inverse document frequency.",
        "np.array([term_frequency(doc, vocab) for doc in docs]) * inverse_document_frequency(docs, vocab).",
    ],
)

# ── skipgram_pairs ──────────────────────────────────────────────────────────────────────────────────────────


def slid_pairs(ids, window):
    """Mikolov et al. (2013): slide a window over the text, and pair its middle with all else in it."""
    pairs = [
        torch.stack([ids[i], ids[j]])
        for i in range(len(ids))
        for j in range(max(i - window, 0), min(i + window + 1, len(ids)))
        if j != i
    ]
    return torch.stack(pairs) if pairs else torch.zeros((0, 2), dtype=torch.int64)


def flawed_pairs(ids, window, *, flaw):
    """Right but for `flaw`."""
    n, pairs = len(ids), []
    before = 0 if flaw == "one-sided" else window // 2 if flaw == "whole-width" else window
    after = {"whole-width": window // 2, "last-left-out": window - 1}.get(flaw, window)
    for i in range(n):
        if flaw == "full-windows" and not window <= i < n - window:
            continue
        for j in range(i - before, i + after + 1):
            inside = 0 <= j < n or (flaw == "around-the-end" and -n <= j < n)
            same = (ids[j] == ids[i]) if flaw == "equal-words" and inside else j == i
            if inside and (flaw == "itself" or not same):
                pairs.append((i, j) if flaw == "positions" else (ids[i], ids[j]))
    out = np.array(pairs, dtype="int64").reshape(-1, 2)
    return out[:, ::-1] if flaw == "swapped" else out


def text_of(n):
    """n different words as numbers, none of them near its position."""
    return drawn(lambda rng: 50 + rng.permutation(40)[:n])


skipgram_pairs = exercise(
    reference=slid_pairs,
    source="WORD2VEC",
    laws=only("unchanged", "repeatable", "strided", "readonly"),
    cases={
        "twelve words, two neighbours on either side": call(text_of(12), 2),
        "seven words, one neighbour on either side": call(text_of(7), 1),
        "words that repeat": call(values([3, 3, 5, 3, 5, 5, 3, 8], dtype="int64"), 3),
        "a window that is wider than the text": call(text_of(4), 9),
        "a window without neighbours": call(text_of(5), 0),
        "a text of a single word": call(text_of(1), 2),
        "a text without words": call(values([], dtype="int64"), 2),
    },
    misconceptions={
        "itself": (
            "You pair each position with itself, too: 0 < |i − j|.",
            lambda ids, window: flawed_pairs(ids, window, flaw="itself"),
        ),
        "one-sided": (
            "Neighbours stand before the centre as well as after it; you look in one direction.",
            lambda ids, window: flawed_pairs(ids, window, flaw="one-sided"),
        ),
        "whole-width": (
            "`window` counts the words on either side; you take it for the width of both together.",
            lambda ids, window: flawed_pairs(ids, window, flaw="whole-width"),
        ),
        "last-left-out": (
            "The last neighbour is missing: range(i − window, i + window) ends one too early.",
            lambda ids, window: flawed_pairs(ids, window, flaw="last-left-out"),
        ),
        "full-windows": (
            "Words near the ends are centres too, with the neighbours that they have.",
            lambda ids, window: flawed_pairs(ids, window, flaw="full-windows"),
        ),
        "around-the-end": (
            "A negative index counts from the end: the first words are no neighbours of the last.",
            lambda ids, window: flawed_pairs(ids, window, flaw="around-the-end"),
        ),
        "equal-words": (
            "You leave out neighbours that are the same word as the centre; only the position itself is left out.",
            lambda ids, window: flawed_pairs(ids, window, flaw="equal-words"),
        ),
        "positions": (
            "Those are positions in the text; a pair holds the words that stand there.",
            lambda ids, window: flawed_pairs(ids, window, flaw="positions"),
        ),
        "swapped": (
            "The centre stands in the first column and its neighbour in the second; yours are exchanged.",
            lambda ids, window: flawed_pairs(ids, window, flaw="swapped"),
        ),
    },
    hints=[
        "Which positions are neighbours of position 0, and which of position 5, with a window of 2?",
        "For each centre i all positions j with 0 < |i − j| ≤ window that exist; the pair is the words there.",
        "j runs over range(max(0, i − window), min(n, i + window + 1)) without i; the row is (ids[i], ids[j]).",
    ],
)
