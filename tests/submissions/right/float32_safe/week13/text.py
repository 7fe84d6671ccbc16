"""A table of counts first, as a library would; float64 only at the end, since words have no dtype to keep."""

import numpy as np


def count_words(docs, vocab):
    return np.array([[doc.count(word) for word in vocab] for doc in docs], dtype=np.int32)


def term_frequency(tokens, vocab):
    n = len(tokens)
    counts = count_words([tokens], vocab)[0]
    if n == 0:
        return counts.astype(np.float64)
    return counts / n


def inverse_document_frequency(docs, vocab):
    df = np.count_nonzero(count_words(docs, vocab), axis=0)
    idf = np.zeros(len(vocab))
    seen = df > 0
    idf[seen] = -np.log(df[seen] / len(docs))
    return idf


def tf_idf(docs, vocab):
    lengths = np.array([len(doc) for doc in docs])
    tf = count_words(docs, vocab) / np.where(lengths == 0, 1, lengths)[:, None]
    return tf * inverse_document_frequency(docs, vocab)[None, :]


def skipgram_pairs(ids, window):
    rows = []
    for i, center in enumerate(ids):
        near = np.concatenate((ids[max(i - window, 0) : i], ids[i + 1 : i + 1 + window]))
        rows.append(np.stack((np.full_like(near, center), near), axis=1))
    return np.concatenate(rows) if rows else np.empty((0, 2), dtype=np.int64)
