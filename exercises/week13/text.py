"""Words as numbers: how much a word says about a document, and which words stand near each other."""

from collections.abc import Sequence

import numpy as np


def term_frequency(tokens: Sequence[str], vocab: Sequence[str]) -> np.ndarray:
    r"""Measure how large a share of a document each word of a vocabulary has.

    $$\operatorname{tf}(w, d) = \frac{\text{how often } w \text{ occurs in } d}{\text{number of tokens of } d}$$

    All tokens count towards the length of the document, those outside the vocabulary too. A document without
    tokens has the frequency 0 for every word. Words are compared as they are: `"Deep"` is not `"deep"`.

    Args:
        tokens: the document, a list of words in their order.
        vocab: a list of V different words.

    Returns:
        A float64 array of shape (V,), in the order of `vocab`.

    Example:
        >>> term_frequency(
        ...     ['loss', 'layer', 'layer', 'layer', 'layer', 'layer', 'loss', 'weight', 'layer'],
        ...     ['layer', 'loss', 'weight'],
        ... )
        array([0.6667, 0.2222, 0.1111])

    Source:
        Luhn (1957), A Statistical Approach to Mechanized Encoding and Searching of Literary Information.
    """
    raise NotImplementedError


def inverse_document_frequency(docs: Sequence[Sequence[str]], vocab: Sequence[str]) -> np.ndarray:
    r"""Weigh each word of a vocabulary by how few of the documents contain it.

    $$\operatorname{idf}(w) = \ln \frac{N}{\operatorname{df}(w)}$$

    N is the number of documents and df(w) the number of those in which w occurs, however often. The logarithm
    is the natural one and nothing is added to smooth it: a word of every document has the weight 0. So has, by
    convention, a word that no document contains, for which the fraction is not defined.

    Args:
        docs: a list of N documents, N ≥ 1, each a list of words; a document may be empty.
        vocab: a list of V different words.

    Returns:
        A float64 array of shape (V,), in the order of `vocab`.

    Example:
        >>> inverse_document_frequency([["deep", "net", "net"], ["deep", "loss"]], ["deep", "net", "loss"])
        array([0.    , 0.6931, 0.6931])

    Source:
        Spärck Jones (1972), A Statistical Interpretation of Term Specificity and Its Application in Retrieval.
    """
    raise NotImplementedError


def tf_idf(docs: Sequence[Sequence[str]], vocab: Sequence[str]) -> np.ndarray:
    r"""Describe documents by the words that are frequent in them and rare in the others.

    $$X_{dw} = \operatorname{tf}(w, d) \cdot \operatorname{idf}(w)$$

    The term frequency is a share of the document's tokens, and the inverse document frequency is ln(N / df), not
    smoothed, as in `term_frequency` and `inverse_document_frequency`. Rows are not normalised.

    Args:
        docs: a list of N documents, N ≥ 1, each a list of words; a document may be empty.
        vocab: a list of V different words.

    Returns:
        A float64 array of shape (N, V): a row for each document, a column for each word.

    Example:
        >>> tf_idf([["deep", "net", "net"], ["deep", "loss"]], ["deep", "net", "loss"])
        array([[0.    , 0.4621, 0.    ],
               [0.    , 0.    , 0.3466]])

    Source:
        Salton and Buckley (1988), Term-Weighting Approaches in Automatic Text Retrieval.
    """
    raise NotImplementedError


def skipgram_pairs(ids: np.ndarray, window: int) -> np.ndarray:
    r"""List the pairs of a word and a neighbour from which word2vec learns.

    $$\left\{ (w_i, w_j) : 0 < |i - j| \le c \right\}, \quad c = \text{window}$$

    Every position i is the centre once, and its neighbours are the words at most `window` positions before or
    after it, as far as the text reaches. Neighbours are told by their positions: the same word next to itself is
    a pair, and a pair that occurs twice is listed twice.

    Args:
        ids: (n,), int64, the words of a text as numbers; n may be 0.
        window: how far a neighbour may be, on either side, at least 0.

    Returns:
        An int64 array of shape (P, 2): rows (centre, context), ordered by the position of the centre, and for one
        centre by that of the context. Where there is no pair, its shape is (0, 2).

    Example:
        >>> skipgram_pairs(np.array([73, 65, 50]), 2)
        array([[73, 65],
               [73, 50],
               [65, 73],
               [65, 50],
               [50, 73],
               [50, 65]])

    Source:
        Mikolov, Chen, Corrado and Dean (2013), Efficient Estimation of Word Representations in Vector Space.
    """
    raise NotImplementedError
