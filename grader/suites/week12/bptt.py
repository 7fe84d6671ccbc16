"""Hidden suite: backpropagation through recurrent cells and through time."""

import itertools

from dlgrade.suite import arrays, call, exercise, gradient, np, only, topic, torch, values, vjp

about = topic("Backpropagation through time", order=3)

# The other laws change the shape or the dtype of the first gradient alone.
LAWS = only("unchanged", "repeatable", "strided", "readonly", "float32")


def autograd_of(forward, gradients):
    """Autograd's gradients of `forward`, given those of its answers, which come before its arguments."""

    def reference(*args):
        inputs = [tensor.detach().requires_grad_() for tensor in args[gradients:]]
        answers = forward(*inputs)
        answers = answers if isinstance(answers, tuple) else (answers,)
        total = sum((dout * answer).sum() for dout, answer in zip(args[:gradients], answers, strict=True))
        return torch.autograd.grad(total, inputs)

    return reference


def step_back(gates, n, inputs, units, gradients=1, states=1, b_hh=None):
    """The gradients of the new states, x, the states before the step, both weights, and both biases."""
    rows = gates * units
    given = [arrays(n, units) for _ in range(gradients)]
    before = [arrays(n, units, scale=1.5) for _ in range(states)]
    weights = arrays(rows, inputs, scale=0.7), arrays(rows, units, scale=0.7)
    return call(*given, arrays(n, inputs), *before, *weights, arrays(rows, scale=1.0), b_hh or arrays(rows, scale=1.0))


def steps_back(gates, gradients=1, states=1):
    """The cases of a cell. The biases that open and shut gates are a step of two units, block by block."""
    far = [900.0, 0.5, -900.0, 900.0, 0.25, -900.0, -0.5, -900.0][: 2 * gates]
    return {
        "a batch": step_back(gates, 6, 2, 5, gradients, states),
        "more inputs than units": step_back(gates, 4, 5, 3, gradients, states),
        "one example": step_back(gates, 1, 4, 3, gradients, states),
        "one input and one unit": step_back(gates, 5, 1, 1, gradients, states),
        "gates that are open or shut": step_back(gates, 3, 4, 2, gradients, states, b_hh=values(far)),
        "an empty batch": step_back(gates, 0, 3, 2, gradients, states),
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


def both_weighted(answer, d_first, d_second, *args):
    """What the later steps make of the two answers of a forward: the sum of each times its gradient."""
    return (answer[0] * d_first).sum() + (answer[1] * d_second).sum()


# ── rnn_cell_backward ─────────────────────────────────────────────────────────────────────────────────────


def flawed_rnn_cell_backward(dh_next, x, h, w_ih, w_hh, b_ih, b_hh, *, flaw):
    """The gradients of a step of a simple recurrent network, right but for `flaw`."""
    a = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    squared = {"slope-of-input": a, "slope-of-old-state": h}.get(flaw, np.tanh(a)) ** 2
    da = dh_next if flaw == "no-tanh-slope" else dh_next * (1 - squared)
    db = da.mean(axis=0) if flaw in ("bias-mean", "mean-over-batch") else da.sum(axis=0)
    dw_ih, dw_hh = da.T @ x, da.T @ h
    if flaw == "mean-over-batch":
        dw_ih, dw_hh = dw_ih / len(x), dw_hh / len(x)
    elif flaw == "new-state-in-dw":
        dw_hh = da.T @ np.tanh(a)
    elif flaw == "weights-turned":
        dw_ih, dw_hh = dw_ih.T, dw_hh.T
    dh = da @ (w_hh.T if flaw == "w-hh-turned" else w_hh)
    return da @ w_ih, dh, dw_ih, dw_hh, db, db


rnn_cell_backward = exercise(
    reference=autograd_of(lambda x, h, *params: torch_step(torch.rnn_tanh_cell, 1, x, (h,), params), gradients=1),
    gradient_of=vjp("rnn_cell"),
    source="RNN",
    returns=["dx", "dh", "dw_ih", "dw_hh", "db_ih", "db_hh"],
    laws=LAWS,
    needs=["rnn_cell"],
    cases=steps_back(gates=1),
    misconceptions={
        "no-tanh-slope": (
            "The gradient passes tanh first: multiply dh_next by 1 − h'², with the new state h'.",
            lambda *args: flawed_rnn_cell_backward(*args, flaw="no-tanh-slope"),
        ),
        "slope-of-input": (
            "The slope of tanh is 1 − tanh²(a): square the new state, not the sum a that went into tanh.",
            lambda *args: flawed_rnn_cell_backward(*args, flaw="slope-of-input"),
        ),
        "slope-of-old-state": (
            "The slope of tanh is 1 − h'² with the new state h', which this step made; you square the old one.",
            lambda *args: flawed_rnn_cell_backward(*args, flaw="slope-of-old-state"),
        ),
        "w-hh-turned": (
            "Forward it was h @ w_hh.T, so on the way back it is da @ w_hh, not transposed.",
            lambda *args: flawed_rnn_cell_backward(*args, flaw="w-hh-turned"),
        ),
        "weights-turned": (
            "dw_ih and dw_hh have the shapes of w_ih, (H, I), and of w_hh: da.T @ x and da.T @ h; you turned them.",
            lambda *args: flawed_rnn_cell_backward(*args, flaw="weights-turned"),
        ),
        "new-state-in-dw": (
            "w_hh was multiplied by the state before the step: dw_hh = da.T @ h, with the old h.",
            lambda *args: flawed_rnn_cell_backward(*args, flaw="new-state-in-dw"),
        ),
        "bias-mean": (
            "Every example adds its gradient to a bias: sum da over the batch, do not average.",
            lambda *args: flawed_rnn_cell_backward(*args, flaw="bias-mean"),
        ),
        "mean-over-batch": (
            "The gradients of weights and biases are sums over the batch: a loss that is a mean has put its 1/N into "
            "dh_next.",
            lambda *args: flawed_rnn_cell_backward(*args, flaw="mean-over-batch"),
        ),
    },
    hints=[
        "The step is two linear layers, added, and a tanh. What is the slope of tanh, in terms of its output?",
        "Take dh_next through tanh to da; from there on each part is a linear layer's backward pass.",
        "da = dh_next · (1 − h'²); dx = da · w_ih, dh = da · w_hh, dw_ih = daᵀ · x, dw_hh = daᵀ · h, and both biases "
        "get Σ da over the batch.",
    ],
)

# ── lstm_cell_backward ────────────────────────────────────────────────────────────────────────────────────


def flawed_lstm_cell_backward(dh_next, dc_next, x, h, c, w_ih, w_hh, b_ih, b_hh, *, flaw):
    """The gradients of a step of an LSTM, right but for `flaw`."""
    order = {"cs231n-order": "ifog", "onnx-order": "iofg", "forget-and-input": "figo"}.get(flaw, "ifgo")
    a = dict(zip(order, np.split(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh, 4, axis=1), strict=True))
    i, f, g, o = sigmoid(a["i"]), sigmoid(a["f"]), np.tanh(a["g"]), sigmoid(a["o"])
    shown = np.tanh(f * c + i * g)
    slope = 1 if flaw == "no-tanh-of-cell" else 1 - shown**2
    if flaw == "dc-next-through-tanh":
        dc = (dc_next + dh_next * o) * slope
    elif flaw == "dc-next-ignored":
        dc = dh_next * o * slope
    elif flaw == "dh-next-not-into-cell":
        dc = dc_next
    else:
        dc = dc_next + dh_next * o * slope
    gates = {"i": i * (1 - i), "f": f * (1 - f), "g": 1 - g**2, "o": o * (1 - o)}
    if flaw == "no-gate-slopes":
        gates = dict.fromkeys("ifgo", 1.0)
    elif flaw == "sigmoid-slope-for-candidate":
        gates["g"] = g * (1 - g)
    into = {"i": dc * g, "f": dc * c, "g": dc * i, "o": dh_next * shown}
    da = np.concatenate([into[gate] * gates[gate] for gate in order], axis=1)
    dc_before = dc if flaw == "forget-gate-skipped" else dc * f
    db = da.mean(axis=0) if flaw == "bias-mean" else da.sum(axis=0)
    return da @ w_ih, da @ w_hh, dc_before, da.T @ x, da.T @ h, db, db


lstm_cell_backward = exercise(
    reference=autograd_of(lambda x, h, c, *params: torch_step(torch.lstm_cell, 4, x, (h, c), params), gradients=2),
    gradient_of=gradient(
        "lstm_cell", at=lambda dh, dc, *args: (args, {}), wrt=tuple(range(7)), objective=both_weighted
    ),
    source="RNN",
    returns=["dx", "dh", "dc", "dw_ih", "dw_hh", "db_ih", "db_hh"],
    laws=LAWS,
    needs=["lstm_cell", "sigmoid"],
    cases=steps_back(gates=4, gradients=2, states=2),
    misconceptions={
        "dc-next-through-tanh": (
            "dc_next reaches the cell state directly: only what comes by way of h' is multiplied by the slope of tanh. "
            "dc' = dc_next + dh_next · o · (1 − tanh²(c')).",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="dc-next-through-tanh"),
        ),
        "dc-next-ignored": (
            "The new cell state is also read by the later steps: add dc_next to what comes by way of h'.",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="dc-next-ignored"),
        ),
        "dh-next-not-into-cell": (
            "h' = o · tanh(c'), so dh_next reaches the new cell state too: add dh_next · o · (1 − tanh²(c')).",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="dh-next-not-into-cell"),
        ),
        "no-tanh-of-cell": (
            "The way from h' to the cell state passes tanh: dh_next · o is multiplied by 1 − tanh²(c').",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="no-tanh-of-cell"),
        ),
        "forget-gate-skipped": (
            "The old cell state was multiplied by the forget gate: dc = dc' · f.",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="forget-gate-skipped"),
        ),
        "no-gate-slopes": (
            "The gradient of a gate passes its sigmoid, that of the candidate its tanh: multiply by s · (1 − s), and "
            "by 1 − g².",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="no-gate-slopes"),
        ),
        "sigmoid-slope-for-candidate": (
            "The candidate g went through tanh: its slope is 1 − g², not g · (1 − g).",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="sigmoid-slope-for-candidate"),
        ),
        "cs231n-order": (
            "You used the order i, f, o, g of CS231n; here it is PyTorch's: i, f, g, o.",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="cs231n-order"),
        ),
        "onnx-order": (
            "You used the order i, o, f, c of ONNX; here it is PyTorch's: i, f, g, o.",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="onnx-order"),
        ),
        "forget-and-input": (
            "Forget gate and input gate are exchanged: f keeps the old cell state, i lets the candidate in, and the "
            "rows of i come first.",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="forget-and-input"),
        ),
        "bias-mean": (
            "Every example adds its gradient to a bias: sum over the batch, do not average.",
            lambda *args: flawed_lstm_cell_backward(*args, flaw="bias-mean"),
        ),
    },
    hints=[
        "In which two ways does the new cell state c' matter for the loss?",
        "Go through the step again and keep the gates. dc_next, and dh_next by way of tanh, meet in c'; from there "
        "the gradient goes to i, f, g and the old c, while o gets its own from dh_next. Each passes its squashing "
        "function; the rest is a linear layer.",
        "dc' = dc_next + dh_next · o · (1 − tanh²(c')); da = [dc' · g · i(1 − i), dc' · c · f(1 − f), dc' · i · "
        "(1 − g²), dh_next · tanh(c') · o(1 − o)]; dc = dc' · f, dx = da · w_ih, dh = da · w_hh, dw_ih = daᵀ · x, "
        "dw_hh = daᵀ · h, and both biases get Σ da over the batch.",
    ],
)

# ── gru_cell_backward ─────────────────────────────────────────────────────────────────────────────────────


def flawed_gru_cell_backward(dh_next, x, h, w_ih, w_hh, b_ih, b_hh, *, flaw):
    """The gradients of a step of a GRU, right but for `flaw`."""
    order = "zrn" if flaw == "keras-order" else "rzn"
    u = dict(zip(order, np.split(x @ w_ih.T + b_ih, 3, axis=1), strict=True))
    v = dict(zip(order, np.split(h @ w_hh.T + b_hh, 3, axis=1), strict=True))
    r, z = sigmoid(u["r"] + v["r"]), sigmoid(u["z"] + v["z"])
    last = slice(2 * h.shape[1], None)
    if flaw == "reset-before-product":
        a = u["n"] + (r * h) @ w_hh[last].T + b_hh[last]
    elif flaw == "bias-outside-reset":
        v["n"] = v["n"] - b_hh[last]
        a = u["n"] + r * v["n"] + b_hh[last]
    else:
        a = u["n"] + r * v["n"]
    n = np.tanh(a)
    kept = 1 - z if flaw == "update-turned-round" else z
    into_z = n - h if flaw in ("update-turned-round", "update-sign") else h - n
    slope_r, slope_z, slope_n = r * (1 - r), z * (1 - z), 1 - n**2
    if flaw == "no-slopes":
        slope_r = slope_z = slope_n = 1.0
    da_n = dh_next * (1 - kept) * slope_n
    da_z = dh_next * into_z * slope_z
    if flaw == "reset-before-product":
        into_r = (da_n @ w_hh[last]) * h
    else:
        into_r = da_n * (h if flaw == "state-for-its-product" else v["n"])
    da_r = into_r * slope_r
    gates = {"r": da_r, "z": da_z, "n": da_n}
    du = np.concatenate([gates[gate] for gate in order], axis=1)
    dv = du.copy()
    if flaw not in ("candidate-not-reset", "reset-before-product"):
        dv[:, last] *= r
    dh, dw_hh = dv @ w_hh, dv.T @ h
    if flaw == "reset-before-product":
        dh += (r - 1) * (da_n @ w_hh[last])
        dw_hh[last] = da_n.T @ (r * h)
    if flaw != "direct-way-forgotten":
        dh += dh_next * kept
    one_gradient = flaw in ("one-bias-gradient", "reset-before-product", "bias-outside-reset")
    return du @ w_ih, dh, du.T @ x, dw_hh, du.sum(axis=0), (du if one_gradient else dv).sum(axis=0)


gru_cell_backward = exercise(
    reference=autograd_of(lambda x, h, *params: torch_step(torch.gru_cell, 3, x, (h,), params), gradients=1),
    gradient_of=vjp("gru_cell"),
    source="GRU",
    returns=["dx", "dh", "dw_ih", "dw_hh", "db_ih", "db_hh"],
    laws=LAWS,
    needs=["gru_cell", "sigmoid"],
    cases=steps_back(gates=3),
    misconceptions={
        "reset-before-product": (
            "You used the reset gate of the paper, before the product: (r · h) @ w_hnᵀ + b_hn. Here it is PyTorch's, "
            "after it, r · (h @ w_hnᵀ + b_hn), and so are the gradients.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="reset-before-product"),
        ),
        "bias-outside-reset": (
            "b_hn belongs to what the reset gate multiplies, r · (h @ w_hnᵀ + b_hn), so that r gets gradient by way of "
            "b_hn, and b_hn by way of r.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="bias-outside-reset"),
        ),
        "update-turned-round": (
            "You used h' = z · n + (1 − z) · h; here it is PyTorch's (1 − z) · n + z · h: z is what is kept of h.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="update-turned-round"),
        ),
        "keras-order": (
            "You used the order z, r, n of Keras and ONNX; here it is PyTorch's: r, z, n.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="keras-order"),
        ),
        "direct-way-forgotten": (
            "The old state also goes straight into the new one, z · h: add dh_next · z to dh.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="direct-way-forgotten"),
        ),
        "candidate-not-reset": (
            "The state's part of the candidate was multiplied by r: so is its gradient, before it goes to w_hh, b_hh "
            "and h.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="candidate-not-reset"),
        ),
        "one-bias-gradient": (
            "b_hh stands inside the product with the reset gate and b_ih does not: their gradients differ by r in the "
            "rows of n.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="one-bias-gradient"),
        ),
        "state-for-its-product": (
            "The reset gate multiplies h @ w_hnᵀ + b_hn, so that is what its gradient is multiplied by, not h.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="state-for-its-product"),
        ),
        "update-sign": (
            "h' = n + z · (h − n): the gradient of z is dh_next · (h − n), with this sign.",
            lambda *args: flawed_gru_cell_backward(*args, flaw="update-sign"),
        ),
        "no-slopes": (
            "The gradient of a gate passes its sigmoid, that of the candidate its tanh: multiply by s · (1 − s), and "
            "by 1 − n².",
            lambda *args: flawed_gru_cell_backward(*args, flaw="no-slopes"),
        ),
    },
    hints=[
        "In how many ways does the old state reach the new one? One of them passes no weight at all.",
        "Go through the step again and keep r, z, n and the state's parts v. From h' the gradient goes to n, z and h; "
        "from n, through tanh, to u_n, to r and, times r, to v_n. The rest is two linear layers' backward pass.",
        "da_n = dh_next · (1 − z)(1 − n²), da_r = da_n · v_n · r(1 − r), da_z = dh_next · (h − n) · z(1 − z); "
        "du = [da_r, da_z, da_n], dv = [da_r, da_z, da_n · r]; dx = du · w_ih, dh = dv · w_hh + dh_next · z, "
        "dw_ih = duᵀ · x, dw_hh = dvᵀ · h, db_ih = Σ du, db_hh = Σ dv.",
    ],
)

# ── rnn_backward ──────────────────────────────────────────────────────────────────────────────────────────


def network(n, length, inputs, units):
    """The arguments of rnn_forward."""
    weights = arrays(units, inputs, scale=0.7), arrays(units, units, scale=0.7)
    biases = arrays(units, scale=1.0), arrays(units, scale=1.0)
    return arrays(n, length, inputs), arrays(n, units, scale=1.5), *weights, *biases


def through_time(n, length, inputs, units):
    return call(arrays(n, length, units), arrays(n, units), *network(n, length, inputs, units))


def torch_rnn_forward(x, h0, *params):
    refuse_misfits(1, x, (h0,), params)
    outputs, h_n = torch.rnn_tanh(x, h0[None], params, True, 1, 0.0, False, False, True)
    return outputs, h_n[0]


def flawed_rnn_backward(doutputs, dh_n, x, h0, w_ih, w_hh, b_ih, b_hh, *, flaw):
    """The gradients of a simple recurrent network through time, right but for `flaw`."""
    states = [h0]
    for t in range(x.shape[1]):
        states.append(np.tanh(x[:, t] @ w_ih.T + b_ih + states[-1] @ w_hh.T + b_hh))
    if flaw == "h0-ignored":
        states[0] = np.zeros(h0.shape)
    dx, dw_ih, dw_hh, db = [], 0.0, 0.0, 0.0
    dh = np.zeros(h0.shape) if flaw == "dh-n-ignored" else dh_n
    for t in reversed(range(x.shape[1])):
        last = t == x.shape[1] - 1
        if flaw == "no-way-through-time" and not last:
            dh = doutputs[:, t]
        elif last or flaw != "last-output-only":
            dh = dh + doutputs[:, t]
        da = dh * (1 - states[t + 1] ** 2)
        dh = da @ w_hh
        if flaw == "last-overwrites":
            dw_ih, dw_hh, db = 0.0, 0.0, 0.0
        dx.append(da @ w_ih)
        dw_ih = dw_ih + da.T @ x[:, t]
        dw_hh = dw_hh + da.T @ states[t + 1 if flaw == "state-after-the-step" else t]
        db = db + (da.mean(axis=0) if flaw == "bias-mean" else da.sum(axis=0))
    if flaw == "mean-over-steps":
        dw_ih, dw_hh, db = dw_ih / len(dx), dw_hh / len(dx), db / len(dx)
    return np.stack(dx if flaw == "dx-turned-round" else dx[::-1], axis=1), dh, dw_ih, dw_hh, db, db


rnn_backward = exercise(
    reference=autograd_of(torch_rnn_forward, gradients=2),
    gradient_of=gradient(
        "rnn_forward", at=lambda d, dh, *args: (args, {}), wrt=tuple(range(6)), objective=both_weighted
    ),
    source="Vanishing Gradient Problem",
    returns=["dx", "dh0", "dw_ih", "dw_hh", "db_ih", "db_hh"],
    laws=LAWS,
    needs=["rnn_forward", "rnn_cell_backward"],
    cases={
        "a batch": through_time(3, 5, 4, 2),
        "more units than inputs": through_time(2, 3, 4, 6),
        "one step": through_time(4, 1, 3, 2),
        "two steps of one example": through_time(1, 2, 3, 4),
        "a long sequence": through_time(2, 12, 4, 3),
        "an empty batch": through_time(0, 3, 2, 4),
    },
    misconceptions={
        "no-way-through-time": (
            "Each state gets gradient in two ways, as an output and from the step after it: dh_t = doutputs_t + what "
            "came back from step t + 1.",
            lambda *args: flawed_rnn_backward(*args, flaw="no-way-through-time"),
        ),
        "last-output-only": (
            "Every output has a gradient of its own: add doutputs[:, t] at each step, not at the last one only.",
            lambda *args: flawed_rnn_backward(*args, flaw="last-output-only"),
        ),
        "dh-n-ignored": (
            "The last state is returned twice: it gets dh_n besides doutputs[:, -1].",
            lambda *args: flawed_rnn_backward(*args, flaw="dh-n-ignored"),
        ),
        "last-overwrites": (
            "All steps share the weights and biases, so their gradients add up: += at each step, not =.",
            lambda *args: flawed_rnn_backward(*args, flaw="last-overwrites"),
        ),
        "mean-over-steps": (
            "The gradients of weights and biases are sums over the steps, not means.",
            lambda *args: flawed_rnn_backward(*args, flaw="mean-over-steps"),
        ),
        "bias-mean": (
            "Every example adds its gradient to a bias: sum over the batch at each step, do not average.",
            lambda *args: flawed_rnn_backward(*args, flaw="bias-mean"),
        ),
        "state-after-the-step": (
            "In step t w_hh was multiplied by the state before the step, h_{t−1}; you use the one after it.",
            lambda *args: flawed_rnn_backward(*args, flaw="state-after-the-step"),
        ),
        "h0-ignored": (
            "Before the first step the state is h0, and dw_hh gets its part of it; you take zeros.",
            lambda *args: flawed_rnn_backward(*args, flaw="h0-ignored"),
        ),
        "dx-turned-round": (
            "You collect dx from the last step to the first: turn it round, so that it lines up with x.",
            lambda *args: flawed_rnn_backward(*args, flaw="dx-turned-round"),
        ),
    },
    hints=[
        "Through which steps does the loss depend on h_t?",
        "Run forward and keep the states; then go from the last step to the first with `rnn_cell_backward`: what it "
        "returns for the state is added to the gradient of the output before.",
        "dh = dh_n; for t = T, …, 1: dx_t, dh, … = rnn_cell_backward(doutputs_t + dh, x_t, h_{t−1}, …), the gradients "
        "of weights and biases added up; at the end dh is dh0.",
    ],
)

# ── truncated_bptt ────────────────────────────────────────────────────────────────────────────────────────


def in_chunks(n, length, inputs, units, chunk):
    return call(arrays(n, length, units), *network(n, length, inputs, units), chunk)


def torch_truncated_bptt(doutputs, *args):
    """Autograd through torch.rnn_tanh, chunk by chunk, the state detached between them."""
    *inputs, chunk = args
    inputs = [tensor.detach().requires_grad_() for tensor in inputs]
    x, h, *params = inputs
    outputs = []
    for part in x.split(chunk, dim=1):
        of_part, h_n = torch_rnn_forward(part, h, *params)
        outputs.append(of_part)
        h = h_n.detach()
    return torch.autograd.grad((doutputs * torch.cat(outputs, dim=1)).sum(), inputs)


def flawed_truncated_bptt(doutputs, x, h0, w_ih, w_hh, b_ih, b_hh, chunk, *, flaw):
    """The gradients chunk by chunk, right but for `flaw`."""
    params, length = (w_ih, w_hh, b_ih, b_hh), x.shape[1]
    first = chunk
    if flaw == "not-truncated":
        first = length
    elif flaw == "counted-from-the-end":
        first = length % chunk or chunk
    bounds = [0, *range(first, length, chunk), length]
    h, of_chunks = h0, []
    for start, stop in itertools.pairwise(bounds):
        part = x[:, start:stop]
        grads = flawed_rnn_backward(doutputs[:, start:stop], np.zeros(h0.shape), part, h, *params, flaw="")
        if flaw == "leftover-dropped" and stop - start < chunk <= length:
            grads = [0 * of_part for of_part in grads]
        of_chunks.append(grads)
        if flaw == "states-from-h0":
            continue
        if flaw == "states-from-zero":
            h = np.zeros(h0.shape)
            continue
        for t in range(part.shape[1]):
            h = np.tanh(part[:, t] @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
    dx, dh, *of_params = zip(*of_chunks, strict=True)
    of_params = [sum(parts) for parts in of_params]
    if flaw == "last-chunk-only":
        of_params = of_chunks[-1][2:]
    elif flaw == "mean-over-chunks":
        of_params = [total / len(of_chunks) for total in of_params]
    return np.concatenate(dx, axis=1), dh[-1 if flaw == "dh0-of-the-last-chunk" else 0], *of_params


truncated_bptt = exercise(
    reference=torch_truncated_bptt,
    source="Vanishing Gradient Problem",
    returns=["dx", "dh0", "dw_ih", "dw_hh", "db_ih", "db_hh"],
    bonus=True,
    laws=LAWS,
    needs=["rnn_forward", "rnn_backward"],
    cases={
        "seven steps in chunks of three": in_chunks(4, 7, 2, 5, 3),
        "six steps in chunks of two": in_chunks(3, 6, 4, 2, 2),
        "chunks of one step": in_chunks(2, 4, 3, 5, 1),
        "one chunk for all steps": in_chunks(2, 5, 3, 4, 5),
        "a chunk longer than the sequence": in_chunks(5, 3, 2, 4, 8),
        "an empty batch": in_chunks(0, 5, 3, 2, 2),
    },
    misconceptions={
        "not-truncated": (
            "That is the whole way back through time; here no gradient crosses from a chunk to the one before it.",
            lambda *args: flawed_truncated_bptt(*args, flaw="not-truncated"),
        ),
        "states-from-h0": (
            "Only the gradient is cut: forward, each chunk starts from the state that the chunk before it left, not "
            "from h0.",
            lambda *args: flawed_truncated_bptt(*args, flaw="states-from-h0"),
        ),
        "states-from-zero": (
            "Only the gradient is cut: forward, each chunk starts from the state that the chunk before it left, not "
            "from zeros.",
            lambda *args: flawed_truncated_bptt(*args, flaw="states-from-zero"),
        ),
        "counted-from-the-end": (
            "The chunks are counted from the first step, and the last may be shorter; you count from the end.",
            lambda *args: flawed_truncated_bptt(*args, flaw="counted-from-the-end"),
        ),
        "leftover-dropped": (
            "The steps that do not fill a chunk make a shorter one; you leave them out.",
            lambda *args: flawed_truncated_bptt(*args, flaw="leftover-dropped"),
        ),
        "dh0-of-the-last-chunk": (
            "h0 is the start of the first chunk, and gets what that sends back; you return that of the last.",
            lambda *args: flawed_truncated_bptt(*args, flaw="dh0-of-the-last-chunk"),
        ),
        "last-chunk-only": (
            "The gradients of weights and biases are sums over all chunks; you keep those of the last.",
            lambda *args: flawed_truncated_bptt(*args, flaw="last-chunk-only"),
        ),
        "mean-over-chunks": (
            "The gradients of weights and biases are sums over the chunks, not means.",
            lambda *args: flawed_truncated_bptt(*args, flaw="mean-over-chunks"),
        ),
    },
    hints=[
        "What passes from chunk to chunk on the way forward, and what on the way back?",
        "Take chunk by chunk: `rnn_backward` on its steps, with zeros for dh_n, and `rnn_forward` for the state that "
        "the next chunk starts from.",
        "h = h0; for start = 0, chunk, 2 · chunk, …: steps = start : start + chunk; dx[:, steps], dh, … = "
        "rnn_backward(doutputs[:, steps], 0, x[:, steps], h, …), h = the last state of rnn_forward(x[:, steps], h, …); "
        "dh0 is the dh of the first chunk, the rest is summed.",
    ],
)
