"""Hidden suite: recurrent networks over whole sequences."""

from dlgrade.suite import F, arrays, call, exercise, np, topic, torch, without

about = topic("Recurrent networks over sequences", order=2)

# The laws change x alone, or what has its shape: without axes, empty or of one row it would not fit the states.
LAWS_OF_X = without("0-d", "empty", "rows")
# … where no state is given, a row alone and an empty batch are no different from others.
LAWS_OF_X_WITHOUT_STATE = without("0-d")


def recurrent(gates, inputs, units):
    """Both weights, of `gates` blocks of rows, and both biases; none of them neutral."""
    rows = gates * units
    return (
        arrays(rows, inputs, scale=0.7),
        arrays(rows, units, scale=0.7),
        arrays(rows, scale=1.0),
        arrays(rows, scale=1.0),
    )


def sequence(gates, n, length, inputs, units, states=1):
    before = [arrays(n, units, scale=1.5) for _ in range(states)]
    return call(arrays(n, length, inputs), *before, *recurrent(gates, inputs, units))


def sequences(gates, states=1):
    """The cases of a network without a head."""
    return {
        "a batch": sequence(gates, 3, 6, 4, 5, states),
        "more units than inputs": sequence(gates, 4, 3, 2, 6, states),
        "one step": sequence(gates, 4, 1, 3, 2, states),
        "one example": sequence(gates, 1, 5, 2, 3, states),
        "a long sequence": sequence(gates, 2, 20, 3, 4, states),
        "an empty batch": sequence(gates, 0, 3, 2, 4, states),
    }


def named(inputs, units, outputs=None):
    """The parameters of a simple recurrent network by their names, with those of a head where it has outputs."""
    params = dict(zip(("w_ih", "w_hh", "b_ih", "b_hh"), recurrent(1, inputs, units), strict=True))
    if outputs is not None:
        params |= {"w_out": arrays(outputs, units, scale=0.7), "b_out": arrays(outputs, scale=1.0)}
    return params


def unnamed(params):
    return [params[name] for name in ("w_ih", "w_hh", "b_ih", "b_hh")]


def refuse_misfits(gates, x, states, params):
    """Torch looks at few of these shapes, and some wrong ones, of a counterexample made small, end the process."""
    rows, units = gates * states[0].shape[1], states[0].shape[1]
    wanted = [(len(x), units)] * len(states) + [(rows, x.shape[-1]), (rows, units), (rows,), (rows,)]
    if [tuple(tensor.shape) for tensor in (*states, *params)] != wanted:
        raise ValueError("the shapes do not fit")


def torch_network(run, gates, x, states, params):
    """torch.rnn_tanh, torch.lstm or torch.gru: one layer, with biases, batch first; states have an axis of layers."""
    refuse_misfits(gates, x, states, params)
    layered = tuple(state[None] for state in states)
    outputs, *last = run(x, layered if len(states) > 1 else layered[0], params, True, 1, 0.0, False, False, True)
    return outputs, *(state[0] for state in last)


def tanh_step(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)


# ── rnn_forward, gru_forward ──────────────────────────────────────────────────────────────────────────────


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def gru_step(x, h, w_ih, w_hh, b_ih, b_hh):
    u_r, u_z, u_n = np.split(x @ w_ih.T + b_ih, 3, axis=1)
    v_r, v_z, v_n = np.split(h @ w_hh.T + b_hh, 3, axis=1)
    z = sigmoid(u_z + v_z)
    return (1 - z) * np.tanh(u_n + sigmoid(u_r + v_r) * v_n) + z * h


def flawed_forward(step, x, h0, *params, flaw):
    """A network of one state over sequences, right but for `flaw`."""
    h = np.zeros(h0.shape) if flaw == "h0-ignored" else h0
    order = range(len(x) if flaw == "time-first-read" else x.shape[1])
    outputs = []
    for t in reversed(order) if flaw == "backwards" else order:
        before = h0 if flaw == "state-not-passed-on" else h
        h = step(x[t] if flaw == "time-first-read" else x[:, t], before, *params)
        outputs.append(before if flaw == "state-before-the-step" else h)
    stacked = np.stack(outputs, axis=0 if flaw == "time-first-returned" else 1)
    return stacked, h[None] if flaw == "axis-of-layers" else h


rnn_forward = exercise(
    reference=lambda x, h0, *params: torch_network(torch.rnn_tanh, 1, x, (h0,), params),
    source="RNN",
    returns=["outputs", "h_n"],
    laws=LAWS_OF_X,
    needs=["rnn_cell"],
    cases=sequences(gates=1),
    misconceptions={
        "state-not-passed-on": (
            "Each step starts from the state that the step before it left; yours all start from h0.",
            lambda *args: flawed_forward(tanh_step, *args, flaw="state-not-passed-on"),
        ),
        "h0-ignored": (
            "The first step starts from h0, not from zeros.",
            lambda *args: flawed_forward(tanh_step, *args, flaw="h0-ignored"),
        ),
        "state-before-the-step": (
            "The output of a step is the state after it; you keep the state from before it.",
            lambda *args: flawed_forward(tanh_step, *args, flaw="state-before-the-step"),
        ),
        "backwards": (
            "The steps are taken from the first to the last; you begin at the end.",
            lambda *args: flawed_forward(tanh_step, *args, flaw="backwards"),
        ),
        "time-first-read": (
            "x[t] is example t: the batch comes first here, and step t of all examples is x[:, t].",
            lambda *args: flawed_forward(tanh_step, *args, flaw="time-first-read"),
        ),
        "time-first-returned": (
            "Your outputs have the shape (T, N, H), time first; here the batch comes first, (N, T, H): stack along "
            "axis 1.",
            lambda *args: flawed_forward(tanh_step, *args, flaw="time-first-returned"),
        ),
        "axis-of-layers": (
            "You return h_n with PyTorch's axis of layers, (1, N, H); here there is one layer, and h_n is (N, H).",
            lambda *args: flawed_forward(tanh_step, *args, flaw="axis-of-layers"),
        ),
    },
    hints=[
        "What does step t need besides x_t, and where does it come from?",
        "Walk along axis 1 with `rnn_cell`, keep each new state in a list, and stack the list along axis 1.",
        "h = h0; for each t: h = rnn_cell(x[:, t], h, …), outputs[:, t] = h; at the end h is h_n.",
    ],
)

# ── lstm_forward ──────────────────────────────────────────────────────────────────────────────────────────


def flawed_lstm_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh, *, flaw):
    """An LSTM over sequences, right but for `flaw`."""
    h, c = (np.zeros(h0.shape), np.zeros(c0.shape)) if flaw == "states-ignored" else (h0, c0)
    outputs = []
    for t in range(x.shape[1]):
        if flaw == "h-not-passed-on":
            h = h0
        elif flaw == "c-not-passed-on":
            c = c0
        i, f, g, o = np.split(x[:, t] @ w_ih.T + b_ih + h @ w_hh.T + b_hh, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(c if flaw == "cell-states-for-outputs" else h)
    stacked = np.stack(outputs, axis=0 if flaw == "time-first-returned" else 1)
    if flaw == "axis-of-layers":
        return stacked, (h[None], c[None])
    return stacked, (c, h) if flaw == "last-states-swapped" else (h, c)


def torch_lstm_forward(x, h0, c0, *params):
    outputs, h_n, c_n = torch_network(torch.lstm, 4, x, (h0, c0), params)
    return outputs, (h_n, c_n)


lstm_forward = exercise(
    reference=torch_lstm_forward,
    source="RNN",
    returns=["outputs", "(h_n, c_n)"],
    laws=LAWS_OF_X,
    needs=["lstm_cell"],
    cases=sequences(gates=4, states=2),
    misconceptions={
        "h-not-passed-on": (
            "The hidden state is passed on too: each step starts from the h of the step before, not from h0.",
            lambda *args: flawed_lstm_forward(*args, flaw="h-not-passed-on"),
        ),
        "c-not-passed-on": (
            "The cell state is the memory: each step starts from the c of the step before, not from c0.",
            lambda *args: flawed_lstm_forward(*args, flaw="c-not-passed-on"),
        ),
        "states-ignored": (
            "The first step starts from h0 and c0, not from zeros.",
            lambda *args: flawed_lstm_forward(*args, flaw="states-ignored"),
        ),
        "cell-states-for-outputs": (
            "The outputs are the hidden states h; you return the cell states c.",
            lambda *args: flawed_lstm_forward(*args, flaw="cell-states-for-outputs"),
        ),
        "last-states-swapped": (
            "The last states come in the order (h_n, c_n): the hidden state first.",
            lambda *args: flawed_lstm_forward(*args, flaw="last-states-swapped"),
        ),
        "time-first-returned": (
            "Your outputs have the shape (T, N, H), time first; here the batch comes first, (N, T, H): stack along "
            "axis 1.",
            lambda *args: flawed_lstm_forward(*args, flaw="time-first-returned"),
        ),
        "axis-of-layers": (
            "You return h_n and c_n with PyTorch's axis of layers, (1, N, H); here there is one layer, and each is "
            "(N, H).",
            lambda *args: flawed_lstm_forward(*args, flaw="axis-of-layers"),
        ),
    },
    hints=[
        "Which two arrays does a step of an LSTM hand to the next, and which of them is shown as its output?",
        "Walk along axis 1 with `lstm_cell`, which takes and gives both states; keep each h in a list, and stack the "
        "list along axis 1.",
        "h, c = h0, c0; for each t: h, c = lstm_cell(x[:, t], h, c, …), outputs[:, t] = h; return outputs, (h, c).",
    ],
)

# ── gru_forward ───────────────────────────────────────────────────────────────────────────────────────────


gru_forward = exercise(
    reference=lambda x, h0, *params: torch_network(torch.gru, 3, x, (h0,), params),
    source="GRU",
    returns=["outputs", "h_n"],
    laws=LAWS_OF_X,
    needs=["gru_cell"],
    cases=sequences(gates=3),
    misconceptions={
        "state-not-passed-on": (
            "Each step starts from the state that the step before it left; yours all start from h0.",
            lambda *args: flawed_forward(gru_step, *args, flaw="state-not-passed-on"),
        ),
        "h0-ignored": (
            "The first step starts from h0, not from zeros.",
            lambda *args: flawed_forward(gru_step, *args, flaw="h0-ignored"),
        ),
        "state-before-the-step": (
            "The output of a step is the state after it; you keep the state from before it.",
            lambda *args: flawed_forward(gru_step, *args, flaw="state-before-the-step"),
        ),
        "time-first-returned": (
            "Your outputs have the shape (T, N, H), time first; here the batch comes first, (N, T, H): stack along "
            "axis 1.",
            lambda *args: flawed_forward(gru_step, *args, flaw="time-first-returned"),
        ),
        "axis-of-layers": (
            "You return h_n with PyTorch's axis of layers, (1, N, H); here there is one layer, and h_n is (N, H).",
            lambda *args: flawed_forward(gru_step, *args, flaw="axis-of-layers"),
        ),
    },
    hints=[
        "How does a GRU over a sequence differ from a simple recurrent network over it?",
        "In its cell only: walk along axis 1 with `gru_cell`, keep each state in a list, and stack along axis 1.",
        "h = h0; for each t: h = gru_cell(x[:, t], h, …), outputs[:, t] = h; at the end h is h_n.",
    ],
)

# ── bidirectional_rnn ─────────────────────────────────────────────────────────────────────────────────────


def both_ways(n, length, inputs, units):
    ends = arrays(n, units, scale=1.5), arrays(n, units, scale=1.5)
    return call(arrays(n, length, inputs), *ends, named(inputs, units), named(inputs, units))


def torch_bidirectional_rnn(x, h0_forward, h0_backward, params_forward, params_backward):
    forward, backward = unnamed(params_forward), unnamed(params_backward)
    refuse_misfits(1, x, (h0_forward,), forward)
    refuse_misfits(1, x, (h0_backward,), backward)
    h0 = torch.stack([h0_forward, h0_backward])
    return torch.rnn_tanh(x, h0, forward + backward, True, 1, 0.0, False, True, True)


def run_rnn(x, h0, params):
    return flawed_forward(tanh_step, x, h0, *unnamed(params), flaw="")


def flawed_bidirectional_rnn(x, h0_forward, h0_backward, params_forward, params_backward, *, flaw):
    """Two networks, one from each end, right but for `flaw`."""
    if flaw == "starts-exchanged":
        h0_forward, h0_backward = h0_backward, h0_forward
    elif flaw == "one-network":
        params_backward = params_forward
    elif flaw == "one-start":
        h0_backward = h0_forward
    turned = {"both-forward": x, "batch-reversed": x[::-1]}.get(flaw, x[:, ::-1])
    f, last_f = run_rnn(x, h0_forward, params_forward)
    b, last_b = run_rnn(turned, h0_backward, params_backward)
    if flaw == "batch-reversed":
        b = b[::-1]
    elif flaw not in ("both-forward", "not-turned-back"):
        b = b[:, ::-1]
    if flaw == "summed":
        outputs = f + b
    elif flaw == "joined-in-time":
        outputs = np.concatenate([f, b], axis=1)
    else:
        outputs = np.concatenate([b, f] if flaw == "backward-first" else [f, b], axis=2)
    last_step = b[:, -1] if flaw == "last-step-of-backward" else last_b
    return outputs, np.stack([last_f, last_step])


bidirectional_rnn = exercise(
    reference=torch_bidirectional_rnn,
    source="RNN",
    returns=["outputs", "h_n"],
    laws=LAWS_OF_X,
    needs=["rnn_forward"],
    cases={
        "a batch": both_ways(3, 6, 4, 5),
        "more units than inputs": both_ways(4, 3, 2, 6),
        "one step": both_ways(4, 1, 3, 2),
        "one example": both_ways(1, 5, 2, 3),
        "two steps": both_ways(5, 2, 4, 3),
        "an empty batch": both_ways(0, 3, 2, 4),
    },
    misconceptions={
        "not-turned-back": (
            "The backward network's outputs come in the order in which it read, last step first: turn them round, so "
            "that both states of an output belong to the same step.",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="not-turned-back"),
        ),
        "both-forward": (
            "Both your networks read from the first step to the last; the second reads from the end: x[:, ::-1].",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="both-forward"),
        ),
        "batch-reversed": (
            "x[::-1] reverses the order of the examples; time is axis 1: x[:, ::-1].",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="batch-reversed"),
        ),
        "last-step-of-backward": (
            "The backward network ends at the first step: its last state is that of step 1, not what stands at step T.",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="last-step-of-backward"),
        ),
        "starts-exchanged": (
            "h0_forward and h0_backward are exchanged: the backward network starts from h0_backward.",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="starts-exchanged"),
        ),
        "one-start": (
            "The backward network starts from h0_backward; you start both from h0_forward.",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="one-start"),
        ),
        "one-network": (
            "The backward network has parameters of its own: params_backward.",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="one-network"),
        ),
        "backward-first": (
            "The forward state comes first in each output: [f_t, b_t].",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="backward-first"),
        ),
        "summed": (
            "The two states are joined side by side, (N, T, 2 H), not added.",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="summed"),
        ),
        "joined-in-time": (
            "You join the outputs one after the other in time, (N, 2 T, H); here they are joined side by side, "
            "(N, T, 2 H), along the last axis.",
            lambda *args: flawed_bidirectional_rnn(*args, flaw="joined-in-time"),
        ),
    },
    hints=[
        "How do you make a network that reads forwards read a sequence from its end, and which step do its outputs "
        "then belong to?",
        "Run `rnn_forward` on x and on x turned round along axis 1, turn the second outputs back, and concatenate "
        "along the last axis.",
        "f, f_n = rnn_forward(x, …), b, b_n = rnn_forward(x[:, ::-1], …); outputs = [f, b[:, ::-1]] along axis 2, "
        "h_n = stack([f_n, b_n]).",
    ],
)

# ── many_to_one, many_to_many ─────────────────────────────────────────────────────────────────────────────


def with_head(n, length, inputs, units, outputs):
    return call(arrays(n, length, inputs), named(inputs, units, outputs))


def sequences_with_head():
    return {
        "a batch": with_head(3, 6, 4, 5, 2),
        "more answers than units": with_head(4, 3, 5, 2, 6),
        "one step": with_head(5, 1, 3, 4, 2),
        "one number, one unit, one answer": with_head(2, 4, 1, 1, 1),
        "a long sequence": with_head(2, 20, 3, 5, 4),
    }


def torch_states(x, params):
    h0 = torch.zeros(len(x), len(params["w_hh"]), dtype=torch.float64)
    return torch_network(torch.rnn_tanh, 1, x, (h0,), unnamed(params))[0]


def flawed_head(states, params, flaw):
    """The linear layer on states, right but for `flaw`."""
    if flaw == "no-head":
        return states
    y = states @ params["w_out"].T
    if flaw != "bias-forgotten":
        y = y + params["b_out"]
    if flaw == "tanh-of-answer":
        return np.tanh(y)
    if flaw == "softmax-of-answer":
        e = np.exp(y - y.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return y


def states_from_zero(x, params, flaw):
    h0 = np.zeros((len(x), len(params["w_hh"])))
    return flawed_forward(tanh_step, x, h0, *unnamed(params), flaw=flaw)[0]


def flawed_many_to_one(x, params, *, flaw):
    states = states_from_zero(x, params, flaw)
    if flaw == "mean-of-states":
        seen = states.mean(axis=1)
    elif flaw == "first-state":
        seen = states[:, 0]
    elif flaw == "all-states":
        seen = states
    elif flaw == "last-example":
        seen = states[-1]
    else:
        seen = states[:, -1]
    return flawed_head(seen, params, flaw)


many_to_one = exercise(
    reference=lambda x, params: F.linear(torch_states(x, params)[:, -1], params["w_out"], params["b_out"]),
    source="ÇOKTAN BİRE",
    laws=LAWS_OF_X_WITHOUT_STATE,
    needs=["rnn_forward"],
    cases=sequences_with_head(),
    misconceptions={
        "mean-of-states": (
            "The answer is read from the last state, which has seen the whole sequence, not from the mean of all.",
            lambda x, params: flawed_many_to_one(x, params, flaw="mean-of-states"),
        ),
        "first-state": (
            "You read the answer from the first state, which has seen one step only; take the last.",
            lambda x, params: flawed_many_to_one(x, params, flaw="first-state"),
        ),
        "all-states": (
            "You answer every step, as many_to_many does; here there is one answer, from the last state.",
            lambda x, params: flawed_many_to_one(x, params, flaw="all-states"),
        ),
        "last-example": (
            "states[-1] is the last example of the batch; time is axis 1: states[:, -1].",
            lambda x, params: flawed_many_to_one(x, params, flaw="last-example"),
        ),
        "state-not-passed-on": (
            "Each step starts from the state that the step before it left: so you see the last step only.",
            lambda x, params: flawed_many_to_one(x, params, flaw="state-not-passed-on"),
        ),
        "no-head": (
            "That is the last state itself; the linear layer, w_out and b_out, makes the answer of it.",
            lambda x, params: flawed_many_to_one(x, params, flaw="no-head"),
        ),
        "bias-forgotten": (
            "The bias b_out of the linear layer is not added.",
            lambda x, params: flawed_many_to_one(x, params, flaw="bias-forgotten"),
        ),
        "softmax-of-answer": (
            "The answers are scores, without an activation: leave the softmax to the loss.",
            lambda x, params: flawed_many_to_one(x, params, flaw="softmax-of-answer"),
        ),
    },
    hints=[
        "Which state has seen the whole sequence?",
        "Run `rnn_forward` from a state of zeros and put its last state through a linear layer.",
        "y = h_n · w_outᵀ + b_out, with h_n of rnn_forward(x, zeros of shape (N, H), …).",
    ],
)

# ── one_to_many ───────────────────────────────────────────────────────────────────────────────────────────


def growing(n, steps, inputs, units):
    return call(arrays(n, inputs), steps, named(inputs, units, inputs))


def torch_one_to_many(x, steps, params):
    h = torch.zeros(len(x), len(params["w_hh"]), dtype=torch.float64)
    refuse_misfits(1, x, (h,), unnamed(params))
    outputs = []
    for _ in range(steps):
        h = torch.rnn_tanh_cell(x, h, *unnamed(params))
        x = F.linear(h, params["w_out"], params["b_out"])
        outputs.append(x)
    return torch.stack(outputs, dim=1)


def flawed_one_to_many(x, steps, params, *, flaw):
    """A sequence that grows from x, right but for `flaw`."""
    zero = np.zeros((len(x), len(params["w_hh"])))
    h, given, outputs, states = zero, x, [], []
    for _ in range(steps):
        h = tanh_step(given, zero if flaw == "state-lost" else h, *unnamed(params))
        y = flawed_head(h, params, flaw)
        outputs.append(y)
        states.append(h)
        if flaw == "zeros-afterwards":
            given = np.zeros(x.shape)
        elif flaw != "same-input-again":
            given = y
    if flaw == "input-among-outputs":
        outputs = [x, *outputs[:-1]]
    elif flaw == "states-returned":
        outputs = states
    return np.stack(outputs, axis=0 if flaw == "time-first-returned" else 1)


one_to_many = exercise(
    reference=torch_one_to_many,
    source="BİRE ÇOK",
    laws=LAWS_OF_X_WITHOUT_STATE,
    needs=["rnn_cell"],
    cases={
        "four steps of a batch": growing(6, 4, 5, 3),
        "more units than inputs": growing(3, 5, 2, 4),
        "one step": growing(4, 1, 3, 2),
        "one example": growing(1, 3, 4, 5),
        "one number, one unit": growing(2, 3, 1, 1),
        "twelve steps": growing(2, 12, 3, 4),
    },
    misconceptions={
        "same-input-again": (
            "You give x to every step; here x is the input of the first step only, and then each output is the input "
            "of the next.",
            lambda *args: flawed_one_to_many(*args, flaw="same-input-again"),
        ),
        "zeros-afterwards": (
            "You give zeros to the steps after the first; here each output is the input of the next step.",
            lambda *args: flawed_one_to_many(*args, flaw="zeros-afterwards"),
        ),
        "state-lost": (
            "The state is passed from step to step; yours begins with zeros each time.",
            lambda *args: flawed_one_to_many(*args, flaw="state-lost"),
        ),
        "input-among-outputs": (
            "The outputs begin with what the first step makes of x; x itself is not among them.",
            lambda *args: flawed_one_to_many(*args, flaw="input-among-outputs"),
        ),
        "states-returned": (
            "You return the states; the outputs are what the linear layer, w_out and b_out, makes of them.",
            lambda *args: flawed_one_to_many(*args, flaw="states-returned"),
        ),
        "bias-forgotten": (
            "The bias b_out of the linear layer is not added.",
            lambda *args: flawed_one_to_many(*args, flaw="bias-forgotten"),
        ),
        "tanh-of-answer": (
            "The linear layer is the last thing: no activation follows it.",
            lambda *args: flawed_one_to_many(*args, flaw="tanh-of-answer"),
        ),
        "time-first-returned": (
            "Your outputs have the shape (steps, N, I), time first; here the batch comes first, (N, steps, I).",
            lambda *args: flawed_one_to_many(*args, flaw="time-first-returned"),
        ),
    },
    hints=[
        "There is one input. What does the second step read?",
        "Take a step with `rnn_cell` from a state of zeros, put the new state through the linear layer, keep the "
        "result, and give it to the next step as its input.",
        "y = x, h = 0; `steps` times: h = rnn_cell(y, h, …), y = h · w_outᵀ + b_out; stack all y along axis 1.",
    ],
)

# ── many_to_many ──────────────────────────────────────────────────────────────────────────────────────────


def flawed_many_to_many(x, params, *, flaw):
    states = states_from_zero(x, params, flaw)
    if flaw == "last-state-only":
        states = states[:, -1]
    return flawed_head(states, params, flaw)


many_to_many = exercise(
    reference=lambda x, params: F.linear(torch_states(x, params), params["w_out"], params["b_out"]),
    source="ÇOKTAN ÇOĞA",
    laws=LAWS_OF_X_WITHOUT_STATE,
    needs=["rnn_forward"],
    cases=sequences_with_head(),
    misconceptions={
        "last-state-only": (
            "You answer once, as many_to_one does; here every step has an answer, from its own state.",
            lambda x, params: flawed_many_to_many(x, params, flaw="last-state-only"),
        ),
        "state-before-the-step": (
            "The answer of a step comes from the state after it; yours has not read that step yet.",
            lambda x, params: flawed_many_to_many(x, params, flaw="state-before-the-step"),
        ),
        "state-not-passed-on": (
            "Each step starts from the state that the step before it left; yours all start from zeros.",
            lambda x, params: flawed_many_to_many(x, params, flaw="state-not-passed-on"),
        ),
        "no-head": (
            "Those are the states themselves; the linear layer, w_out and b_out, makes the answers of them.",
            lambda x, params: flawed_many_to_many(x, params, flaw="no-head"),
        ),
        "bias-forgotten": (
            "The bias b_out of the linear layer is not added.",
            lambda x, params: flawed_many_to_many(x, params, flaw="bias-forgotten"),
        ),
        "time-first-returned": (
            "Your answers have the shape (T, N, O), time first; here the batch comes first, (N, T, O).",
            lambda x, params: flawed_many_to_many(x, params, flaw="time-first-returned"),
        ),
        "softmax-of-answer": (
            "The answers are scores, without an activation: leave the softmax to the loss.",
            lambda x, params: flawed_many_to_many(x, params, flaw="softmax-of-answer"),
        ),
    },
    hints=[
        "many_to_one reads one state. Which states does an answer for each step need?",
        "Run `rnn_forward` from a state of zeros and put all its outputs through the same linear layer; @ does so for "
        "a stack of matrices.",
        "y = outputs · w_outᵀ + b_out, with the outputs of rnn_forward(x, zeros of shape (N, H), …).",
    ],
)
