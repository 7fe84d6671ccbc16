"""Other ways: word counts in dictionaries, a difference of logarithms, pairs cut from a padded text."""

from collections import Counter

import numpy as np


def term_frequency(tokens, vocab):
    index = {word: i for i, word in enumerate(vocab)}
    out = np.zeros(len(vocab))
    for token in tokens:
        if token in index:
            out[index[token]] += 1
    return out / len(tokens) if tokens else out


def inverse_document_frequency(docs, vocab):
    df = Counter()
    for doc in docs:
        df.update(set(doc))
    log_n = np.log(len(docs))
    return np.array([log_n - np.log(df[word]) if word in df else 0.0 for word in vocab])


def tf_idf(docs, vocab):
    tf = np.stack([term_frequency(doc, vocab) for doc in docs])
    return tf @ np.diag(inverse_document_frequency(docs, vocab))


def skipgram_pairs(ids, window):
    n = len(ids)
    offsets = np.array([o for o in range(-window, window + 1) if o != 0], dtype=int)
    centers = np.repeat(np.arange(n), len(offsets))
    contexts = centers + np.tile(offsets, n)
    inside = (contexts >= 0) & (contexts < n)
    return np.column_stack((ids[centers[inside]], ids[contexts[inside]]))
