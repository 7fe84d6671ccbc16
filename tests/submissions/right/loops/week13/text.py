"""Plain Python loops over words, documents and positions."""

import math

import numpy as np


def term_frequency(tokens, vocab):
    out = np.zeros(len(vocab))
    for i, word in enumerate(vocab):
        count = 0
        for token in tokens:
            if token == word:
                count += 1
        if count > 0:
            out[i] = count / len(tokens)
    return out


def inverse_document_frequency(docs, vocab):
    out = np.zeros(len(vocab))
    for i, word in enumerate(vocab):
        df = 0
        for doc in docs:
            if word in doc:
                df += 1
        if df > 0:
            out[i] = math.log(len(docs) / df)
    return out


def tf_idf(docs, vocab):
    idf = inverse_document_frequency(docs, vocab)
    out = np.zeros((len(docs), len(vocab)))
    for d, doc in enumerate(docs):
        tf = term_frequency(doc, vocab)
        for w in range(len(vocab)):
            out[d, w] = tf[w] * idf[w]
    return out


def skipgram_pairs(ids, window):
    pairs = []
    for i in range(len(ids)):
        for j in range(i - window, i + window + 1):
            if j == i or j < 0 or j >= len(ids):
                continue
            pairs.append([ids[i], ids[j]])
    if not pairs:
        return np.zeros((0, 2), dtype=int)
    return np.array(pairs)
