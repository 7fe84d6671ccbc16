"""Hidden suite: areas, overlaps and formats of boxes, and non-maximum suppression."""

from dlgrade.suite import arrays, call, drawn, exercise, np, topic, torch, values, without
from dlgrade.suite.picture import boxes

about = topic("Boxes", order=1)


def corners(rng, count, reach=20.0):
    """Boxes (x1, y1, x2, y2), 2 to 15 wide and high, that begin at −reach to reach."""
    start = rng.uniform(-reach, reach, (count, 2))
    return np.concatenate([start, start + rng.uniform(2, 15, (count, 2))], axis=1)


def boxes_like(count, reach=20.0):
    return drawn(lambda rng: corners(rng, count, reach))


def clusters(groups, members):
    """Groups of boxes that are much alike, in mixed order."""

    def draw(rng):
        centres = np.repeat(corners(rng, groups), members, axis=0)
        return rng.permutation(centres + rng.uniform(-1.5, 1.5, centres.shape) / 2)

    return drawn(draw)


def area_of(boxes):
    return (boxes[..., 2] - boxes[..., 0]) * (boxes[..., 3] - boxes[..., 1])


FRACTIONS = values([[0.25, 0.5, 0.75, 0.625], [0.1, 0.2, 0.3, 0.9], [-0.5, -0.75, 0.0, 0.5]])

# For the picture: apart, inside, around, beside and across.
FIVE_BOXES = values([
    [15.0, 8.0, 20.0, 13.0], [5.0, 4.0, 9.0, 7.0], [1.0, 0.5, 16.0, 11.5], [-2.0, 3.0, 3.0, 9.0],
    [9.0, -2.0, 18.0, 6.0],
])  # fmt: skip
CENTRED = values([[4.0, 5.0, 6.0, 8.0], [12.0, 3.0, 4.0, 3.0], [14.0, 9.0, 9.0, 5.0]])

# ── box_area ──────────────────────────────────────────────────────────────────────────────────────────────


def torch_box_area(boxes):
    """torchvision.ops.box_area: (x2 − x1)(y2 − y1)."""
    x1, y1, x2, y2 = boxes.unbind(1)
    return (x2 - x1) * (y2 - y1)


box_area = exercise(
    reference=torch_box_area,
    source="Region of Interest (ROI) Heads",
    picture=boxes("numbers", ask=boxes_like(6)),
    laws=without("0-d", "large"),
    cases={
        "nine boxes": boxes_like(9),
        "boxes in fractions of the image": FRACTIONS,
        "boxes without width or height": values([[2.0, 1.0, 2.0, 7.0], [3.0, -4.0, 9.0, -4.0], [1.0, 2.0, 4.0, 7.0]]),
        "boxes far away": values([[1e4, -2e4, 1.5e4, 1e4], [-1e4, -1e4, 1e4, 2e4]]),
    },
    misconceptions={
        "plus-one": (
            "The +1 belongs to old code that counts pixels, both ends included; coordinates are real numbers here: "
            "the width is x2 − x1.",
            lambda boxes: (boxes[:, 2] - boxes[:, 0] + 1) * (boxes[:, 3] - boxes[:, 1] + 1),
        ),
        "width-and-height-given": (
            "The last two numbers of a box are its other corner, not its width and height.",
            lambda boxes: boxes[:, 2] * boxes[:, 3],
        ),
        "both-x-first": (
            "A box is (x1, y1, x2, y2); you read it as (x1, x2, y1, y2).",
            lambda boxes: (boxes[:, 1] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 2]),
        ),
        "sum-of-sides": (
            "The area is width times height; you add them.",
            lambda boxes: boxes[:, 2] - boxes[:, 0] + boxes[:, 3] - boxes[:, 1],
        ),
    },
    hints=[
        "A box runs from x1 to x2 and from y1 to y2. How wide is it, and how high?",
        "Take columns of the array, so that all boxes are computed at once.",
        "(x2 − x1) · (y2 − y1), where x2 is boxes[:, 2].",
    ],
)

# ── box_iou ───────────────────────────────────────────────────────────────────────────────────────────────


def torch_box_iou(a, b):
    """torchvision.ops.box_iou: the clipped intersection over the sum of the areas less the intersection."""
    start = torch.maximum(a[:, None, :2], b[None, :, :2])
    end = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    width, height = (end - start).clamp(min=0).unbind(-1)
    both = width * height
    return both / (torch_box_area(a)[:, None] + torch_box_area(b)[None] - both)


def flawed_iou(a, b, *, flaw):
    """The intersection over union of each pair, right but for `flaw`."""
    a, b = a[:, None], b[None]
    start = np.maximum(a[..., :2], b[..., :2])
    far = np.maximum if flaw == "farther-end" else np.minimum
    side = far(a[..., 2:], b[..., 2:]) - start
    one, other = area_of(a), area_of(b)
    if flaw == "plus-one":
        side = side + 1
        one = (a[..., 2] - a[..., 0] + 1) * (a[..., 3] - a[..., 1] + 1)
        other = (b[..., 2] - b[..., 0] + 1) * (b[..., 3] - b[..., 1] + 1)
    if flaw not in ("not-clipped", "clipped-late"):
        side = np.maximum(side, 0)
    both = side[..., 0] * side[..., 1]
    if flaw == "clipped-late":
        both = np.maximum(both, 0)
    if flaw == "intersection-counted-twice":
        return both / (one + other)
    if flaw == "over-the-smaller":
        return both / np.minimum(one, other)
    if flaw == "over-the-enclosing-box":
        hull = np.maximum(a[..., 2:], b[..., 2:]) - np.minimum(a[..., :2], b[..., :2])
        return both / (hull[..., 0] * hull[..., 1])
    return both / (one + other - both)


NEITHER_AXIS_MEETS = values([[0.0, 0.0, 2.0, 1.0], [3.0, 4.0, 7.0, 6.0], [5.0, 5.0, 8.0, 9.0]])
ACROSS = values([[-2.0, 5.0, 1.0, 8.0], [1.0, 0.5, 4.0, 5.0]])

box_iou = exercise(
    reference=torch_box_iou,
    source="Region of Interest (ROI) Heads",
    picture=boxes(
        "numbers", ask=call(values([[3.0, 2.0, 13.0, 10.0]]), FIVE_BOXES), of=lambda a, b: np.concatenate([a, b])
    ),
    laws=without("0-d", "large"),
    needs=["box_area"],
    cases={
        "nine boxes with five": call(boxes_like(9, 6.0), boxes_like(5, 6.0)),
        "boxes that are apart along both axes": call(NEITHER_AXIS_MEETS, ACROSS),
        "boxes in fractions of the image": call(FRACTIONS, values([[0.0, 0.25, 0.5, 0.75], [0.2, 0.1, 0.9, 0.7]])),
        "boxes inside each other, the same, side by side": call(
            values([[0.0, 0.0, 4.0, 6.0]]),
            values([[1.0, 2.0, 3.0, 3.0], [0.0, 0.0, 4.0, 6.0], [4.0, 0.0, 7.0, 6.0], [-1.0, -2.0, 9.0, 8.0]]),
        ),
        "boxes far away": call(
            values([[1e4, 1e4, 1.5e4, 2e4]]), values([[1.2e4, 0.5e4, 3e4, 1.1e4], [-1e4, -1e4, 1e4, 2e4]])
        ),
    },
    misconceptions={
        "plus-one": (
            "The +1 belongs to old code that counts pixels, both ends included; coordinates are real numbers here: "
            "the width is x2 − x1.",
            lambda a, b: flawed_iou(a, b, flaw="plus-one"),
        ),
        "not-clipped": (
            "Boxes that are apart overlap by 0: take max(0, ·) of width and height. Where both are negative, their "
            "product is positive!",
            lambda a, b: flawed_iou(a, b, flaw="not-clipped"),
        ),
        "clipped-late": (
            "Width and height are clipped at 0 each, before they are multiplied: of two negative numbers the product "
            "is positive.",
            lambda a, b: flawed_iou(a, b, flaw="clipped-late"),
        ),
        "farther-end": (
            "The intersection ends at the smaller of x2 and at the smaller of y2; you take the larger.",
            lambda a, b: flawed_iou(a, b, flaw="farther-end"),
        ),
        "intersection-counted-twice": (
            "The sum of the areas counts the intersection twice: subtract it once to get the union.",
            lambda a, b: flawed_iou(a, b, flaw="intersection-counted-twice"),
        ),
        "over-the-smaller": (
            "Divide by the area of the union, not by that of the smaller box.",
            lambda a, b: flawed_iou(a, b, flaw="over-the-smaller"),
        ),
        "over-the-enclosing-box": (
            "The union is what either box covers; you divide by the area of the box around both.",
            lambda a, b: flawed_iou(a, b, flaw="over-the-enclosing-box"),
        ),
        "transposed": (
            "Rows belong to a and columns to b: shape (N, M).",
            lambda a, b: flawed_iou(b, a, flaw=""),
        ),
    },
    hints=[
        "Where does the overlap of two intervals begin, where does it end, and what if it would end before it begins?",
        "The intersection runs from the larger start to the smaller end, along each axis; a[:, None] and b[None] make "
        "all pairs. The union is both areas less the intersection.",
        "w = max(0, min(x2) − max(x1)), h likewise; IoU = w·h / (area(a) + area(b) − w·h).",
    ],
)

# ── box_convert ───────────────────────────────────────────────────────────────────────────────────────────


def torch_box_convert(boxes, in_fmt, out_fmt):
    """torchvision.ops.box_convert: a linear map for each format, by way of the corners."""
    one, zero, half = torch.eye(2).double(), torch.zeros(2, 2).double(), torch.eye(2).double() / 2
    to_corners = {
        "xyxy": [[one, zero], [zero, one]],
        "xywh": [[one, zero], [one, one]],
        "cxcywh": [[one, -half], [one, half]],
    }
    maps = {name: torch.cat([torch.cat(row, 1) for row in blocks]) for name, blocks in to_corners.items()}
    return boxes.double() @ (torch.linalg.inv(maps[out_fmt]) @ maps[in_fmt]).T


def flawed_convert(boxes, in_fmt, out_fmt, *, flaw):
    """The same boxes in another format, right but for `flaw`."""
    if flaw != "unknown-format-accepted" and not {in_fmt, out_fmt} <= {"xyxy", "xywh", "cxcywh"}:
        raise ValueError("unknown format")
    p, q = boxes[:, :2], boxes[:, 2:]
    if flaw == "formats-exchanged":
        in_fmt, out_fmt = out_fmt, in_fmt
    extra = 1 if flaw == "plus-one" else 0
    if flaw == "centre-as-corner":
        in_fmt, out_fmt = in_fmt.replace("cxcy", "xy"), out_fmt.replace("cxcy", "xy")
    if in_fmt == "xywh":
        q = p + q - extra
    elif in_fmt == "cxcywh":
        reach = q if flaw == "whole-width" else q / 2
        p, q = p - reach, p + reach
    if out_fmt == "xywh":
        q = q - p + extra
    elif out_fmt == "cxcywh":
        centre = (q - p) / 2 if flaw == "half-the-difference" else (p + q) / 2
        p, q = centre, q - p + extra
    return np.concatenate([p, q], axis=1)


def convert_in_place(boxes, in_fmt, out_fmt):
    boxes[...] = flawed_convert(boxes, in_fmt, out_fmt, flaw="")
    return boxes


box_convert = exercise(
    reference=torch_box_convert,
    source="Region of Interest (ROI) Heads",
    picture=boxes("moved", ask=call(CENTRED, "cxcywh", "xyxy"), of=lambda *args: np.zeros((0, 4))),
    laws=without("0-d", "large"),
    cases={
        "corners to centre and size": boxes_like(9).with_(in_fmt="xyxy", out_fmt="cxcywh"),
        "corners to corner and size": boxes_like(5).with_(in_fmt="xyxy", out_fmt="xywh"),
        "corner and size to corners": boxes_like(5).with_(in_fmt="xywh", out_fmt="xyxy"),
        "centre and size to corners": boxes_like(5).with_(in_fmt="cxcywh", out_fmt="xyxy"),
        "corner and size to centre and size": boxes_like(5).with_(in_fmt="xywh", out_fmt="cxcywh"),
        "centre and size to corner and size": boxes_like(5).with_(in_fmt="cxcywh", out_fmt="xywh"),
        "corners stay corners": boxes_like(5).with_(in_fmt="xyxy", out_fmt="xyxy"),
        "an unknown format to convert from": boxes_like(5).with_(in_fmt="yxyx", out_fmt="xyxy").raises("ValueError"),
        "an unknown format to convert to": boxes_like(5).with_(in_fmt="xywh", out_fmt="whxy").raises("ValueError"),
    },
    misconceptions={
        "formats-exchanged": (
            "You convert from out_fmt to in_fmt; in_fmt is the format that the boxes are given in.",
            lambda boxes, in_fmt, out_fmt: flawed_convert(boxes, in_fmt, out_fmt, flaw="formats-exchanged"),
        ),
        "centre-as-corner": (
            "cx and cy are the centre of the box, not a corner.",
            lambda boxes, in_fmt, out_fmt: flawed_convert(boxes, in_fmt, out_fmt, flaw="centre-as-corner"),
        ),
        "whole-width": (
            "A box reaches half its width to either side of its centre: x1 = cx − w/2, x2 = cx + w/2.",
            lambda boxes, in_fmt, out_fmt: flawed_convert(boxes, in_fmt, out_fmt, flaw="whole-width"),
        ),
        "half-the-difference": (
            "The centre is half the sum of the corners; half their difference is half the width.",
            lambda boxes, in_fmt, out_fmt: flawed_convert(boxes, in_fmt, out_fmt, flaw="half-the-difference"),
        ),
        "plus-one": (
            "The width is x2 − x1: the +1 belongs to old code that counts pixels, both ends included.",
            lambda boxes, in_fmt, out_fmt: flawed_convert(boxes, in_fmt, out_fmt, flaw="plus-one"),
        ),
        "unknown-format-accepted": (
            "A format that is none of the three is an error: raise a ValueError.",
            lambda boxes, in_fmt, out_fmt: flawed_convert(boxes, in_fmt, out_fmt, flaw="unknown-format-accepted"),
        ),
        "in-place": (
            "You changed the boxes in place; return a new array.",
            convert_in_place,
        ),
    },
    hints=[
        "There are nine pairs of formats. Can you do with four short conversions?",
        "Go by way of the corners: from in_fmt to (x1, y1, x2, y2), and from there to out_fmt.",
        "x2 = x1 + w; x1 = cx − w/2, x2 = cx + w/2; and back: w = x2 − x1, cx = (x1 + x2)/2; y likewise.",
    ],
)

# ── nms ───────────────────────────────────────────────────────────────────────────────────────────────────


def torch_nms(boxes, scores, iou_threshold):
    """torchvision.ops.nms: greedy, by descending score (stable), suppressing what overlaps by more than θ."""
    iou = torch_box_iou(boxes.double(), boxes.double())
    alive = torch.ones(len(boxes), dtype=torch.bool)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if alive[i]:
            kept.append(i)
            alive &= iou[i] <= iou_threshold
    return torch.tensor(kept, dtype=torch.int64)


def flawed_nms(boxes, scores, iou_threshold, *, flaw):
    """Non-maximum suppression, right but for `flaw`."""
    iou = flawed_iou(boxes, boxes, flaw=flaw)
    order = np.argsort(-scores, kind="stable")
    if flaw == "ascending":
        order = np.argsort(scores, kind="stable")
    elif flaw == "last-of-equals":
        order = np.argsort(scores, kind="stable")[::-1]
    kept, seen = [], []
    for i in order:
        rivals = [iou[i, j] for j in (seen if flaw == "suppressed-suppress" else kept)]
        if all(v < iou_threshold if flaw == "at-the-threshold" else v <= iou_threshold for v in rivals):
            kept.append(i)
        seen.append(i)
    if flaw == "places-in-the-order":
        kept = [n for n, i in enumerate(order) if i in kept]
    return np.array(sorted(kept) if flaw == "order-of-the-boxes" else kept, dtype=np.int64)


def of_no_boxes(function, boxes, scores, iou_threshold):
    return function(boxes[:0], scores[:0], iou_threshold)


A_CHAIN = values([[0.0, 0.0, 4.0, 4.0], [2.0, 0.0, 6.0, 4.0], [4.0, 0.5, 8.0, 4.5], [0.5, 0.0, 4.5, 4.0]])
NESTED = values([[0.0, 0.0, 2.0, 1.0], [0.0, 0.0, 2.0, 2.0], [10.0, 0.0, 14.0, 4.0], [10.0, 1.0, 14.0, 4.0]])
TWINS = values([[0.0, 0.0, 4.0, 4.0], [0.0, 0.5, 4.0, 4.0], [9.0, 9.0, 12.0, 14.0], [9.0, 9.0, 12.0, 13.0]])
SMALL = values([[0.1, 0.1, 0.5, 0.6], [0.3, 0.2, 0.7, 0.7], [0.6, 0.6, 0.9, 0.95], [0.1, 0.15, 0.5, 0.6]])

nms = exercise(
    reference=torch_nms,
    source="Region Proposal Network (RPN)",
    picture=boxes("kept", ask=call(clusters(3, 3), arrays(9), 0.4371)),
    laws=without("0-d", "large", "empty", "rows"),
    needs=["box_iou"],
    cases={
        # No fraction of small whole numbers is 0.4371, nor the IoU of boxes on whole numbers.
        "groups of boxes that are alike": call(clusters(4, 4), arrays(16), 0.4371),
        "a higher threshold": call(clusters(3, 5), arrays(15), 0.7129),
        "threshold 0: only boxes that do not overlap": call(boxes_like(12), arrays(12), 0.0),
        "boxes that are apart along both axes": call(NEITHER_AXIS_MEETS, values([0.2, 0.9, 0.4]), 0.3),
        "a suppressed box suppresses no other": call(A_CHAIN, values([0.9, 0.8, 0.7, 0.1]), 0.25),
        "an IoU of exactly the threshold": call(NESTED, values([-1.0, 2.0, 0.5, 3.0]), 0.5),
        "threshold 1: even a box twice": call(values([[1.0, 2.0, 3.0, 5.0]] * 2), values([0.3, 0.6]), 1.0),
        "equal scores: the lower index first": call(TWINS, values([0.5, 0.5, 0.5, 0.5]), 0.6),
        "many equal scores": call(clusters(12, 4), drawn(lambda rng: rng.integers(1, 4, 48) / 4), 0.5371),
        "boxes in fractions of the image": call(SMALL, values([0.6, 0.7, 0.5, 0.8]), 0.3),
        "no boxes": call(boxes_like(3), arrays(3), 0.5).through(of_no_boxes),
    },
    misconceptions={
        "ascending": (
            "Begin with the highest score: sort descending; np.argsort sorts ascending.",
            lambda boxes, scores, iou_threshold: flawed_nms(boxes, scores, iou_threshold, flaw="ascending"),
        ),
        "at-the-threshold": (
            "A box is suppressed when its IoU exceeds the threshold; you drop it at exactly the threshold too.",
            lambda boxes, scores, iou_threshold: flawed_nms(boxes, scores, iou_threshold, flaw="at-the-threshold"),
        ),
        "farther-end": (
            "The intersection ends at the smaller of x2 and at the smaller of y2; you take the larger.",
            lambda boxes, scores, iou_threshold: flawed_nms(boxes, scores, iou_threshold, flaw="farther-end"),
        ),
        "plus-one": (
            "The +1 in widths and heights belongs to old code that counts pixels; coordinates are real numbers here.",
            lambda boxes, scores, iou_threshold: flawed_nms(boxes, scores, iou_threshold, flaw="plus-one"),
        ),
        "suppressed-suppress": (
            "Only boxes that are kept suppress others: compare with these, not with every box of a higher score.",
            lambda boxes, scores, iou_threshold: flawed_nms(boxes, scores, iou_threshold, flaw="suppressed-suppress"),
        ),
        "last-of-equals": (
            "Of equal scores the lower index comes first: reversing an ascending order turns them round; sort −scores "
            'with kind="stable".',
            lambda boxes, scores, iou_threshold: flawed_nms(boxes, scores, iou_threshold, flaw="last-of-equals"),
        ),
        "order-of-the-boxes": (
            "Return the indices by descending score, not by their size.",
            lambda boxes, scores, iou_threshold: flawed_nms(boxes, scores, iou_threshold, flaw="order-of-the-boxes"),
        ),
        "places-in-the-order": (
            "You return places in the sorted order; what is asked are indices of the boxes as they were given.",
            lambda boxes, scores, iou_threshold: flawed_nms(boxes, scores, iou_threshold, flaw="places-in-the-order"),
        ),
    },
    hints=[
        "Several boxes show the same object. Which of them do you trust most, and which do you not need any more?",
        "Go through the boxes by descending score. Keep the first, drop all that overlap it by more than the "
        "threshold, and go on with the next that is left.",
        "order = argsort(−scores, stable); while it is not empty: keep i = order[0], and order becomes those j of the "
        "rest with IoU(i, j) ≤ iou_threshold.",
    ],
)
