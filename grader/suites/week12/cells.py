"""Hidden suite: recurrent cells."""

from dlgrade.suite import arrays, call, exercise, np, topic, torch, without

about = topic("Recurrent cells", order=1)

# The laws change x alone, or what has its shape: without axes, empty or of one row it would not fit the states.
LAWS_OF_X = without("0-d", "empty", "rows")


def step(gates, n, inputs, units, states=1, scale=0.7):
    """x, the states before the step, both weights, of `gates` blocks of rows, and both biases; nothing is neutral."""
    rows = gates * units
    before = [arrays(n, units, scale=1.5) for _ in range(states)]
    weights = arrays(rows, inputs, scale=scale), arrays(rows, units, scale=scale)
    return call(arrays(n, inputs), *before, *weights, arrays(rows, scale=1.0), arrays(rows, scale=1.0))


def steps(gates, states=1):
    """The cases of a cell."""
    return {
        "a batch": step(gates, 6, 5, 4, states),
        "more units than inputs": step(gates, 2, 3, 7, states),
        "as many inputs as units": step(gates, 3, 4, 4, states),
        "one example": step(gates, 1, 4, 3, states),
        "one input and one unit": step(gates, 5, 1, 1, states),
        "large weights, gates that are open or shut": step(gates, 3, 2, 5, states, scale=40.0),
        "an empty batch": step(gates, 0, 3, 2, states),
    }


def refuse_misfits(gates, x, states, params):
    """Torch looks at few of these shapes, and some wrong ones, of a counterexample made small, end the process."""
    rows, units = gates * states[0].shape[1], states[0].shape[1]
    wanted = [(len(x), units)] * len(states) + [(rows, x.shape[-1]), (rows, units), (rows,), (rows,)]
    if [tuple(tensor.shape) for tensor in (*states, *params)] != wanted:
        raise ValueError("the shapes do not fit")


def torch_step(cell, gates, x, states, params):
    """torch.rnn_tanh_cell, torch.lstm_cell or torch.gru_cell."""
    refuse_misfits(gates, x, states, params)
    return cell(x, states if len(states) > 1 else states[0], *params)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def overflowing_sigmoid(x):
    return 1 / (1 + np.exp(-x))


# ── rnn_cell ──────────────────────────────────────────────────────────────────────────────────────────────


def flawed_rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh, *, flaw):
    """A step of a simple recurrent network, right but for `flaw`."""
    from_x = x @ (w_ih if flaw in ("w-ih-as-it-is", "weights-as-they-are") else w_ih.T) + b_ih
    from_h = h @ (w_hh if flaw in ("w-hh-as-it-is", "weights-as-they-are") else w_hh.T) + b_hh
    if flaw == "state-forgotten":
        from_h = b_hh
    elif flaw == "one-bias":
        from_h = from_h - b_hh
    a = from_x + from_h
    if flaw == "no-tanh":
        return a
    if flaw == "sigmoid":
        return sigmoid(a)
    if flaw == "tanh-of-each":
        return np.tanh(from_x) + np.tanh(from_h)
    return np.tanh(a)


rnn_cell = exercise(
    reference=lambda x, h, *params: torch_step(torch.rnn_tanh_cell, 1, x, (h,), params),
    source="RNN",
    laws=LAWS_OF_X,
    cases=steps(gates=1),
    misconceptions={
        "w-hh-as-it-is": (
            "w_hh is (H, H), so h @ w_hh fits as well, but row j holds the weights of unit j: h @ w_hh.T.",
            lambda *args: flawed_rnn_cell(*args, flaw="w-hh-as-it-is"),
        ),
        "w-ih-as-it-is": (
            "w_ih is (H, I), as in PyTorch, and row j holds the weights of unit j: x @ w_ih.T, not x @ w_ih.",
            lambda *args: flawed_rnn_cell(*args, flaw="w-ih-as-it-is"),
        ),
        "weights-as-they-are": (
            "You used weights of shape (in, out), with x @ w and h @ w; here they are PyTorch's, (out, in): "
            "x @ w_ih.T and h @ w_hh.T.",
            lambda *args: flawed_rnn_cell(*args, flaw="weights-as-they-are"),
        ),
        "no-tanh": (
            "The sum goes through tanh: without it the state of a long sequence grows without bound.",
            lambda *args: flawed_rnn_cell(*args, flaw="no-tanh"),
        ),
        "sigmoid": (
            "You used the sigmoid; here, as in PyTorch's RNNCell, it is tanh.",
            lambda *args: flawed_rnn_cell(*args, flaw="sigmoid"),
        ),
        "tanh-of-each": (
            "The parts of the input and of the state are added first; tanh is taken of the sum, once.",
            lambda *args: flawed_rnn_cell(*args, flaw="tanh-of-each"),
        ),
        "one-bias": (
            "There are two biases, as in PyTorch: add b_hh too.",
            lambda *args: flawed_rnn_cell(*args, flaw="one-bias"),
        ),
        "state-forgotten": (
            "The state before the step is not used: add h @ w_hh.T, or the network has no memory.",
            lambda *args: flawed_rnn_cell(*args, flaw="state-forgotten"),
        ),
    },
    hints=[
        "What does a linear layer do with its input? Here there are two inputs: x, and the state before the step.",
        "Give each a linear layer of its own, weights of shape (out, in), add the two and squash the sum by tanh.",
        "h' = tanh(x · w_ihᵀ + b_ih + h · w_hhᵀ + b_hh).",
    ],
)

# ── lstm_cell ─────────────────────────────────────────────────────────────────────────────────────────────


def flawed_lstm_cell(x, h, c, w_ih, w_hh, b_ih, b_hh, *, flaw):
    """A step of an LSTM, right but for `flaw`."""
    squash = overflowing_sigmoid if flaw == "overflow" else sigmoid
    a = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    units = h.shape[1]
    if flaw == "shared-bias":
        bias = b_ih + b_hh
        a[:, units : 2 * units] += bias[:units] - bias[units : 2 * units]
    order = {"cs231n-order": "ifog", "onnx-order": "iofg", "forget-first": "fgio", "forget-and-input": "figo"}
    blocks = dict(zip(order.get(flaw, "ifgo"), np.split(a, 4, axis=1), strict=True))
    i, f, o = squash(blocks["i"]), squash(blocks["f"]), squash(blocks["o"])
    g = squash(blocks["g"]) if flaw == "sigmoid-for-candidate" else np.tanh(blocks["g"])
    new_c = f * c + i * g
    if flaw == "old-cell-shown":
        new_h = o * np.tanh(c)
    elif flaw == "no-tanh-of-cell":
        new_h = o * new_c
    else:
        new_h = o * np.tanh(new_c)
    return (new_c, new_h) if flaw == "answers-swapped" else (new_h, new_c)


lstm_cell = exercise(
    reference=lambda x, h, c, *params: torch_step(torch.lstm_cell, 4, x, (h, c), params),
    source="RNN",
    returns=["h", "c"],
    laws=LAWS_OF_X,
    needs=["sigmoid"],
    cases=steps(gates=4, states=2),
    misconceptions={
        "cs231n-order": (
            "You used the order i, f, o, g of CS231n; here it is PyTorch's: i, f, g, o.",
            lambda *args: flawed_lstm_cell(*args, flaw="cs231n-order"),
        ),
        "onnx-order": (
            "You used the order i, o, f, c of ONNX; here it is PyTorch's: i, f, g, o.",
            lambda *args: flawed_lstm_cell(*args, flaw="onnx-order"),
        ),
        "forget-first": (
            "You used the order f, g, i, o; here it is PyTorch's: i, f, g, o.",
            lambda *args: flawed_lstm_cell(*args, flaw="forget-first"),
        ),
        "forget-and-input": (
            "Forget gate and input gate are exchanged: f keeps the old cell state, i lets the candidate in, and the "
            "rows of i come first.",
            lambda *args: flawed_lstm_cell(*args, flaw="forget-and-input"),
        ),
        "shared-bias": (
            "Each gate has a bias of its own: you give the forget gate that of the input gate.",
            lambda *args: flawed_lstm_cell(*args, flaw="shared-bias"),
        ),
        "no-tanh-of-cell": (
            "The cell state goes through tanh before it is shown: h' = o · tanh(c').",
            lambda *args: flawed_lstm_cell(*args, flaw="no-tanh-of-cell"),
        ),
        "old-cell-shown": (
            "h' shows the new cell state, tanh(c'), not the one from before the step.",
            lambda *args: flawed_lstm_cell(*args, flaw="old-cell-shown"),
        ),
        "sigmoid-for-candidate": (
            "The candidate g is no gate: it goes through tanh, so that the cell state can fall as well as rise.",
            lambda *args: flawed_lstm_cell(*args, flaw="sigmoid-for-candidate"),
        ),
        "answers-swapped": (
            "The order of the answers is (h, c): the hidden state comes first.",
            lambda *args: flawed_lstm_cell(*args, flaw="answers-swapped"),
        ),
        "overflow": (
            "The formula is right, but the exp in the gates overflows for very negative numbers; use the stable "
            "sigmoid.",
            lambda *args: flawed_lstm_cell(*args, flaw="overflow"),
        ),
    },
    hints=[
        "Which gate decides what is kept of the cell state, which what is added, and which what is shown?",
        "Make all four blocks at once and split the columns into i, f, g, o. i, f and o go through the sigmoid, the "
        "candidate g through tanh; update the cell state first, and the hidden state from it.",
        "a = x · w_ihᵀ + b_ih + h · w_hhᵀ + b_hh = [i, f, g, o]; c' = σ(f) · c + σ(i) · tanh(g), h' = σ(o) · tanh(c').",
    ],
)

# ── gru_cell ──────────────────────────────────────────────────────────────────────────────────────────────


def flawed_gru_cell(x, h, w_ih, w_hh, b_ih, b_hh, *, flaw):
    """A step of a GRU, right but for `flaw`."""
    squash = overflowing_sigmoid if flaw == "overflow" else sigmoid
    order = "zrn" if flaw == "keras-order" else "rzn"
    u = dict(zip(order, np.split(x @ w_ih.T + b_ih, 3, axis=1), strict=True))
    v = dict(zip(order, np.split(h @ w_hh.T + b_hh, 3, axis=1), strict=True))
    r, z = squash(u["r"] + v["r"]), squash(u["z"] + v["z"])
    w_hn, b_hn = w_hh[2 * h.shape[1] :], b_hh[2 * h.shape[1] :]
    if flaw == "reset-before-product":
        a = u["n"] + (r * h) @ w_hn.T + b_hn
    elif flaw == "bias-outside-reset":
        a = u["n"] + r * (h @ w_hn.T) + b_hn
    elif flaw == "no-reset":
        a = u["n"] + v["n"]
    elif flaw == "reset-of-all":
        a = r * (u["n"] + v["n"])
    else:
        a = u["n"] + r * v["n"]
    n = squash(a) if flaw == "sigmoid-for-candidate" else np.tanh(a)
    return z * n + (1 - z) * h if flaw == "update-turned-round" else (1 - z) * n + z * h


gru_cell = exercise(
    reference=lambda x, h, *params: torch_step(torch.gru_cell, 3, x, (h,), params),
    source="GRU",
    laws=LAWS_OF_X,
    needs=["sigmoid"],
    cases=steps(gates=3),
    misconceptions={
        "reset-before-product": (
            "You used the reset gate of the paper, before the product: (r · h) @ w_hnᵀ + b_hn. Here it is PyTorch's, "
            "after it: r · (h @ w_hnᵀ + b_hn).",
            lambda *args: flawed_gru_cell(*args, flaw="reset-before-product"),
        ),
        "bias-outside-reset": (
            "b_hn belongs to what the reset gate multiplies: r · (h @ w_hnᵀ + b_hn).",
            lambda *args: flawed_gru_cell(*args, flaw="bias-outside-reset"),
        ),
        "update-turned-round": (
            "You used h' = z · n + (1 − z) · h; here it is PyTorch's (1 − z) · n + z · h: z is what is kept of h.",
            lambda *args: flawed_gru_cell(*args, flaw="update-turned-round"),
        ),
        "keras-order": (
            "You used the order z, r, n of Keras and ONNX; here it is PyTorch's: r, z, n.",
            lambda *args: flawed_gru_cell(*args, flaw="keras-order"),
        ),
        "no-reset": (
            "The reset gate is not used: it multiplies the state's part of the candidate.",
            lambda *args: flawed_gru_cell(*args, flaw="no-reset"),
        ),
        "reset-of-all": (
            "The reset gate multiplies the state's part of the candidate only; the input's part stays as it is.",
            lambda *args: flawed_gru_cell(*args, flaw="reset-of-all"),
        ),
        "sigmoid-for-candidate": (
            "The candidate n is no gate: it goes through tanh.",
            lambda *args: flawed_gru_cell(*args, flaw="sigmoid-for-candidate"),
        ),
        "overflow": (
            "The formula is right, but the exp in the gates overflows for very negative numbers; use the stable "
            "sigmoid.",
            lambda *args: flawed_gru_cell(*args, flaw="overflow"),
        ),
    },
    hints=[
        "Which gate says how much of the old state stays, and which how much of it the candidate may see?",
        "Keep the input's part u and the state's part v apart, and split each into r, z, n: the two gates take the "
        "sigmoid of u + v, but in the candidate r multiplies v alone.",
        "r = σ(u_r + v_r), z = σ(u_z + v_z), n = tanh(u_n + r · v_n), h' = (1 − z) · n + z · h, with "
        "u = x · w_ihᵀ + b_ih and v = h · w_hhᵀ + b_hh.",
    ],
)
