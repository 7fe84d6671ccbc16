"""Hidden suite: anchors, box regression, region proposals, feature pyramids and RoIAlign."""

from dlgrade.suite import F, arrays, call, drawn, exercise, integers, np, only, topic, torch, uniform, values, without
from dlgrade.suite.picture import boxes

about = topic("Proposals and regions", order=2)


def corners(rng, count, reach=20.0):
    """Boxes (x1, y1, x2, y2), 2 to 15 wide and high, that begin at −reach to reach."""
    start = rng.uniform(-reach, reach, (count, 2))
    return np.concatenate([start, start + rng.uniform(2, 15, (count, 2))], axis=1)


def boxes_like(count):
    return drawn(lambda rng: corners(rng, count))


# ── generate_anchors ──────────────────────────────────────────────────────────────────────────────────────


def torch_anchors(feature_shape, stride, sizes, ratios):
    """torchvision's AnchorGenerator: generate_anchors, without round(), and grid_anchors."""
    scales, aspect_ratios = torch.as_tensor(sizes).double(), torch.as_tensor(ratios).double()
    h_ratios = torch.sqrt(aspect_ratios)
    w_ratios = 1 / h_ratios
    ws = (w_ratios[:, None] * scales[None, :]).view(-1)
    hs = (h_ratios[:, None] * scales[None, :]).view(-1)
    base = torch.stack([-ws, -hs, ws, hs], dim=1) / 2
    shift_y, shift_x = torch.meshgrid(
        torch.arange(feature_shape[0]) * stride, torch.arange(feature_shape[1]) * stride, indexing="ij"
    )
    shifts = torch.stack([shift_x, shift_y, shift_x, shift_y], dim=-1).reshape(-1, 1, 4)
    return (shifts + base).reshape(-1, 4)


def flawed_anchors(feature_shape, stride, sizes, ratios, *, flaw):
    """Anchors over a feature map, right but for `flaw`."""
    rows, columns = feature_shape
    cells = [(i, j) for i in range(rows) for j in range(columns)]
    if flaw == "column-by-column":
        cells = [(i, j) for j in range(columns) for i in range(rows)]
    shapes = [(r, s) for r in ratios for s in sizes]
    if flaw == "sizes-outside":
        shapes = [(r, s) for s in sizes for r in ratios]
    boxes = []
    for i, j in cells:
        y, x = (stride * (i + 0.5), stride * (j + 0.5)) if flaw == "half-a-cell" else (stride * i, stride * j)
        if flaw == "rows-as-x":
            x, y = y, x
        if flaw == "stride-ignored":
            x, y = j, i
        for r, s in shapes:
            h, w = (s * r, s) if flaw == "no-root" else (s * np.sqrt(r), s / np.sqrt(r))
            if flaw == "width-to-height":
                w, h = h, w
            if flaw == "size-to-each-side":
                w, h = 2 * w, 2 * h
            box = (x, y, w, h) if flaw == "centre-and-size" else (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
            boxes.append(np.round(box) if flaw == "rounded" else box)
    return np.array(boxes, dtype=float).reshape(-1, 4)


generate_anchors = exercise(
    reference=torch_anchors,
    source="Region Proposal Network (RPN)",
    picture=boxes("moved", ask=call((2, 3), 24, [16.0, 28.0], [0.5, 2.0]), of=lambda *args: np.zeros((0, 4))),
    laws=only("repeatable"),
    needs=["box_convert"],
    cases={
        "two rows of three cells, two sizes, three ratios": call(
            (2, 3), 16, uniform(2, low=10.0, high=60.0), uniform(3, low=0.3, high=3.0)
        ),
        "one size and one ratio: lists of numbers": call((3, 2), 8, [12.0], [2.0]),
        "sizes in pixels, as in Faster R-CNN": call((2, 1), 32, (32, 64, 128), (0.5, 1.0, 2.0)),
        "a single cell": call((1, 1), 4, uniform(3, low=10.0, high=60.0), uniform(2, low=0.3, high=3.0)),
        "a stride that is no whole number": call((1, 4), 2.5, [3.0, 7.0], [0.25]),
    },
    misconceptions={
        "width-to-height": (
            "The ratio is height to width: h = s·√r and w = s/√r; you exchange them.",
            lambda feature_shape, stride, sizes, ratios: flawed_anchors(
                feature_shape, stride, sizes, ratios, flaw="width-to-height"
            ),
        ),
        "no-root": (
            "All anchors of a size have the same area s²: take the square root of the ratio, h = s·√r and w = s/√r.",
            lambda feature_shape, stride, sizes, ratios: flawed_anchors(
                feature_shape, stride, sizes, ratios, flaw="no-root"
            ),
        ),
        "half-a-cell": (
            "The centres are stride · j and stride · i, as in torchvision, and not those of the cells at j + 1/2.",
            lambda feature_shape, stride, sizes, ratios: flawed_anchors(
                feature_shape, stride, sizes, ratios, flaw="half-a-cell"
            ),
        ),
        "sizes-outside": (
            "Within a cell the ratios come outside and the sizes inside; yours go through all ratios for each size.",
            lambda feature_shape, stride, sizes, ratios: flawed_anchors(
                feature_shape, stride, sizes, ratios, flaw="sizes-outside"
            ),
        ),
        "column-by-column": (
            "The cells come row by row: all of the first row, then all of the second; yours come column by column.",
            lambda feature_shape, stride, sizes, ratios: flawed_anchors(
                feature_shape, stride, sizes, ratios, flaw="column-by-column"
            ),
        ),
        "rows-as-x": (
            "The row i of a cell tells y and the column j tells x; you exchange them.",
            lambda feature_shape, stride, sizes, ratios: flawed_anchors(
                feature_shape, stride, sizes, ratios, flaw="rows-as-x"
            ),
        ),
        "size-to-each-side": (
            "w and h are the whole width and height: go half of them to each side of the centre.",
            lambda feature_shape, stride, sizes, ratios: flawed_anchors(
                feature_shape, stride, sizes, ratios, flaw="size-to-each-side"
            ),
        ),
        "rounded": (
            "Old code rounds the anchors to whole pixels; here nothing is rounded.",
            lambda feature_shape, stride, sizes, ratios: flawed_anchors(
                feature_shape, stride, sizes, ratios, flaw="rounded"
            ),
        ),
    },
    hints=[
        "An anchor has the area s², and its height is r times its width. How wide is it?",
        "Four nested axes: row, column, ratio, size, in this order; the centre comes from the first two, width and "
        "height from the others.",
        "h = s·√r, w = s/√r, cx = stride · j, cy = stride · i; the box is (cx − w/2, cy − h/2, cx + w/2, cy + h/2).",
    ],
)

# ── encode_boxes and decode_boxes ─────────────────────────────────────────────────────────────────────────


def torch_encode(anchors, gt):
    """R-CNN, appendix C, equations 6 to 9; torchvision's encode_boxes with all weights 1."""
    size, true_size = anchors[:, 2:] - anchors[:, :2], gt[:, 2:] - gt[:, :2]
    centre, true_centre = anchors[:, :2] + 0.5 * size, gt[:, :2] + 0.5 * true_size
    return torch.cat([(true_centre - centre) / size, torch.log(true_size / size)], 1)


def centre_and_size(boxes):
    return (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]


def flawed_encode(anchors, gt, *, flaw):
    """What the regression has to learn, right but for `flaw`."""
    if flaw == "exchanged":
        anchors, gt = gt, anchors
    (centre, size), (true_centre, true_size) = centre_and_size(anchors), centre_and_size(gt)
    if flaw == "corner":
        centre, true_centre = anchors[:, :2], gt[:, :2]
    by = {"not-divided": 1, "by-the-true-size": true_size}.get(flaw, size)
    stretch = true_size / size
    if flaw == "logarithm-forgotten":
        stretches = stretch
    elif flaw == "base-two":
        stretches = np.log2(stretch)
    else:
        stretches = np.log(stretch)
    shift = (true_centre - centre) / by
    if flaw == "weights":
        shift, stretches = 10 * shift, 5 * stretches
    return np.concatenate([shift, stretches], axis=1)


encode_boxes = exercise(
    reference=torch_encode,
    source="Region Proposal Network (RPN)",
    laws=without("0-d", "large"),
    needs=["box_convert"],
    cases={
        "nine anchors": call(boxes_like(9), boxes_like(9)),
        "the anchors themselves: all zeros": call(*[values([[1.0, 2.0, 4.0, 9.0], [-3.0, 0.0, 5.0, 4.0]])] * 2),
        "boxes in fractions of the image": call(
            values([[0.25, 0.5, 0.75, 0.625], [0.0, 0.125, 0.5, 0.25]]),
            values([[0.5, 0.25, 0.625, 0.75], [0.25, 0.0, 0.5, 0.75]]),
        ),
        "a box of another shape far away": call(
            values([[0.0, 0.0, 10.0, 20.0]]), values([[3000.0, -4000.0, 3001.0, -100.0]])
        ),
    },
    misconceptions={
        "not-divided": (
            "The shift is measured in widths and heights of the anchor: divide it by them.",
            lambda anchors, gt: flawed_encode(anchors, gt, flaw="not-divided"),
        ),
        "by-the-true-size": (
            "Divide the shift by the size of the anchor, not by that of the true box.",
            lambda anchors, gt: flawed_encode(anchors, gt, flaw="by-the-true-size"),
        ),
        "logarithm-forgotten": (
            "tw and th are logarithms of the quotients of the sizes.",
            lambda anchors, gt: flawed_encode(anchors, gt, flaw="logarithm-forgotten"),
        ),
        "corner": (
            "The shift is that of the centres; you take the corners (x1, y1).",
            lambda anchors, gt: flawed_encode(anchors, gt, flaw="corner"),
        ),
        "exchanged": (
            "The anchor is what is measured with: the true box relative to it, not the other way round.",
            lambda anchors, gt: flawed_encode(anchors, gt, flaw="exchanged"),
        ),
        "weights": (
            "You multiply by the weights 10, 10, 5, 5 of the box head; here there are none.",
            lambda anchors, gt: flawed_encode(anchors, gt, flaw="weights"),
        ),
    },
    hints=[
        "A box ten pixels beside its anchor: is that far? What does it depend on?",
        "Take both boxes as centre and size. Shifts are counted in sizes of the anchor; of the sizes "
        "take the logarithm of the quotient.",
        "(centre − centre_a) / size_a and ln(size / size_a), joined along the last axis.",
    ],
)


def torch_decode(anchors, deltas):
    """R-CNN, appendix C, equations 1 to 4; torchvision's decode without weights and without its limit."""
    size, deltas = anchors[:, 2:] - anchors[:, :2], deltas.double()
    centre = anchors[:, :2] + 0.5 * size + size * deltas[:, :2]
    half = 0.5 * size * torch.exp(deltas[:, 2:])
    return torch.cat([centre - half, centre + half], 1)


def flawed_decode(anchors, deltas, *, flaw):
    """Anchors moved by deltas, right but for `flaw`."""
    centre, size = centre_and_size(anchors)
    shift, stretch = deltas[:, :2], deltas[:, 2:]
    if flaw == "weights":
        shift, stretch = shift / 10, stretch / 5
    if flaw == "limited":
        stretch = np.minimum(stretch, np.log(1000 / 16))
    new_size = size * (stretch if flaw == "exponential-forgotten" else np.exp(stretch))
    if flaw == "linear":
        new_size = size * (1 + stretch)
    start = anchors[:, :2] if flaw == "corner" else centre
    by = {"not-multiplied": 1, "by-the-new-size": new_size}.get(flaw, size)
    new = start + by * shift
    if flaw == "centre-and-size":
        return np.concatenate([new, new_size], axis=1)
    if flaw == "whole-width":
        return np.concatenate([new - new_size, new + new_size], axis=1)
    return np.concatenate([new - new_size / 2, new + new_size / 2], axis=1)


decode_boxes = exercise(
    reference=torch_decode,
    source="Region Proposal Network (RPN)",
    picture=boxes("moved", ask=call(boxes_like(4), arrays(4, 4, scale=0.4))),
    # The other laws would change the anchors and the deltas alike: to no boxes, and to sizes beyond float64.
    laws=without("0-d", "large", "integers"),
    needs=["box_convert", "encode_boxes"],
    cases={
        "nine anchors": call(boxes_like(9), arrays(9, 4, scale=0.7)),
        "no deltas: the anchors": call(boxes_like(5), values([[0.0] * 4] * 5)),
        "whole numbers as deltas": call(boxes_like(3), values([[1, 0, -1, 1], [0, -2, 0, 1], [2, 1, 1, -1]], "int64")),
        "boxes that grow a thousandfold": call(
            values([[-1.0, 2.0, 1.0, 5.0], [4.0, 3.0, 9.0, 4.0]]),
            values([[0.5, -1.0, 6.5, -4.0], [3.0, 0.2, -7.0, 7.0]]),
        ),
    },
    misconceptions={
        "not-multiplied": (
            "The shift is given in widths and heights of the anchor: multiply tx and ty by them.",
            lambda anchors, deltas: flawed_decode(anchors, deltas, flaw="not-multiplied"),
        ),
        "by-the-new-size": (
            "The shift is counted in sizes of the anchor, not of the new box.",
            lambda anchors, deltas: flawed_decode(anchors, deltas, flaw="by-the-new-size"),
        ),
        "exponential-forgotten": (
            "tw and th are logarithms: the new width is w_a · exp(tw), which stays w_a at tw = 0.",
            lambda anchors, deltas: flawed_decode(anchors, deltas, flaw="exponential-forgotten"),
        ),
        "corner": (
            "It is the centre of the anchor that is moved, not its corner (x1, y1).",
            lambda anchors, deltas: flawed_decode(anchors, deltas, flaw="corner"),
        ),
        "centre-and-size": (
            "Return corners: you return centre and size.",
            lambda anchors, deltas: flawed_decode(anchors, deltas, flaw="centre-and-size"),
        ),
        "whole-width": (
            "A box reaches half its width to either side of its centre.",
            lambda anchors, deltas: flawed_decode(anchors, deltas, flaw="whole-width"),
        ),
        "limited": (
            "torchvision limits tw and th to ln(1000/16); here they are not limited.",
            lambda anchors, deltas: flawed_decode(anchors, deltas, flaw="limited"),
        ),
    },
    hints=[
        "How do you undo encode_boxes, step by step?",
        "Take the anchor as centre and size; move the centre by so many sizes, multiply the size by the exponential, "
        "and go back to corners.",
        "centre = centre_a + size_a · t_xy, size = size_a · exp(t_wh); corners are centre ∓ size/2.",
    ],
)

# ── rpn_proposals ─────────────────────────────────────────────────────────────────────────────────────────


def torch_iou(a, b):
    start, end = torch.maximum(a[:, None, :2], b[None, :, :2]), torch.minimum(a[:, None, 2:], b[None, :, 2:])
    both = (end - start).clamp(min=0).prod(-1)
    area, other = (a[:, 2:] - a[:, :2]).prod(-1), (b[:, 2:] - b[:, :2]).prod(-1)
    return both / (area[:, None] + other[None] - both)


def torch_proposals(objectness, deltas, anchors, top_k, iou_threshold):
    """Faster R-CNN, section 3.3; torchvision's filter_proposals for one level, without clipping and small boxes."""
    best = torch.argsort(objectness, descending=True, stable=True)[:top_k]
    boxes = torch_decode(anchors, deltas)[best]
    iou, kept = torch_iou(boxes, boxes), []
    for i in range(len(boxes)):
        if all(iou[i, j] <= iou_threshold for j in kept):
            kept.append(i)
    return boxes[torch.tensor(kept, dtype=torch.int64)]


def suppress(boxes, order, iou_threshold):
    """The indices in `order` that non-maximum suppression keeps."""
    kept = []
    for i in order:
        sides = [np.minimum(boxes[i, 2:], boxes[j, 2:]) - np.maximum(boxes[i, :2], boxes[j, :2]) for j in kept]
        both = np.array([np.prod(np.maximum(side, 0)) for side in sides])
        area, others = np.prod(boxes[i, 2:] - boxes[i, :2]), np.prod(boxes[kept, 2:] - boxes[kept, :2], axis=1)
        if (both / (area + others - both) <= iou_threshold).all():
            kept.append(i)
    return kept


def flawed_proposals(objectness, deltas, anchors, top_k, iou_threshold, *, flaw):
    """Region proposals, right but for `flaw`."""
    order = np.argsort(-objectness, kind="stable")
    if flaw == "last-of-equals":
        order = np.argsort(objectness, kind="stable")[::-1]
    boxes = anchors if flaw == "deltas-ignored" else flawed_decode(anchors, deltas, flaw="")
    if flaw == "suppressed-first":
        return boxes[suppress(boxes, order, iou_threshold)[:top_k]]
    if flaw == "lowest":
        order = order[::-1]
    elif flaw == "not-sorted":
        order = np.arange(len(order))
    order = order[:top_k]
    if flaw == "deltas-not-sorted":
        boxes = flawed_decode(anchors[order], deltas[: len(order)], flaw="")
        return boxes[suppress(boxes, range(len(order)), iou_threshold)]
    if flaw == "not-suppressed":
        return boxes[order]
    return boxes[suppress(anchors if flaw == "anchors-suppressed" else boxes, order, iou_threshold)]


SIX_ANCHORS = values(
    [[0.0, 0.0, 4.0, 4.0], [0.0, 0.0, 4.0, 4.5], [20.0, 0.0, 28.0, 6.0], [0.0, 30.0, 4.0, 38.0],
     [0.5, 0.0, 4.0, 4.0], [20.0, 1.0, 28.0, 6.0]]
)  # fmt: skip
# The third moves onto the first, the last away from the third.
SIX_DELTAS = values(
    [[0.0, 0.0, 0.0, 0.0], [0.0, 0.1, 0.0, 0.0], [-2.75, -0.125, -0.7, -0.4], [0.5, 0.0, 0.25, 0.0],
     [0.0, 0.0, 0.1, 0.0], [2.0, 0.0, -0.1, 0.3]]
)  # fmt: skip


def proposals_of(count, top_k, iou_threshold):
    return call(arrays(count), arrays(count, 4, scale=0.2), boxes_like(count), top_k, iou_threshold)


rpn_proposals = exercise(
    reference=torch_proposals,
    source="Region Proposal Network (RPN)",
    picture=boxes("moved", of=lambda objectness, deltas, anchors, *options: anchors),
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    needs=["decode_boxes", "nms"],
    cases={
        "the best 12 of 20 anchors": proposals_of(20, 12, 0.1371),
        "boxes that the deltas move together and apart": call(
            values([0.9, 0.8, 0.7, -0.2, 0.5, 0.6]), SIX_DELTAS, SIX_ANCHORS, 4, 0.5371
        ),
        "objectness in another order": call(
            values([-0.2, 0.8, 0.1, 0.7, 2.5, 0.9]), SIX_DELTAS, SIX_ANCHORS, 5, 0.3371
        ),
        "top_k above the number of anchors": proposals_of(7, 30, 0.4371),
        "only the best": proposals_of(9, 1, 0.4371),
        # Whole numbers: equal floats would part when the reference's sensitivity to rounding is measured.
        "equal objectness: the lower index first": call(
            values([2, 2, 2, 2, 2, 2], dtype="int64"), SIX_DELTAS, SIX_ANCHORS, 3, 0.8371
        ),
        "many of equal objectness": call(
            integers(40, low=-1, high=2), arrays(40, 4, scale=0.2), boxes_like(40), 30, 0.3371
        ),
    },
    misconceptions={
        "suppressed-first": (
            "The top_k anchors are chosen before the suppression, so that fewer may be left; you suppress first.",
            lambda objectness, deltas, anchors, top_k, iou_threshold: flawed_proposals(
                objectness, deltas, anchors, top_k, iou_threshold, flaw="suppressed-first"
            ),
        ),
        "not-sorted": (
            "Sort by objectness: you take the first top_k anchors as they stand.",
            lambda objectness, deltas, anchors, top_k, iou_threshold: flawed_proposals(
                objectness, deltas, anchors, top_k, iou_threshold, flaw="not-sorted"
            ),
        ),
        "lowest": (
            "The highest objectness is the best: sort descending; np.argsort sorts ascending.",
            lambda objectness, deltas, anchors, top_k, iou_threshold: flawed_proposals(
                objectness, deltas, anchors, top_k, iou_threshold, flaw="lowest"
            ),
        ),
        "deltas-ignored": (
            "You return the anchors; the proposals are the anchors moved by their deltas.",
            lambda objectness, deltas, anchors, top_k, iou_threshold: flawed_proposals(
                objectness, deltas, anchors, top_k, iou_threshold, flaw="deltas-ignored"
            ),
        ),
        "deltas-not-sorted": (
            "Each anchor has its own deltas: sort both in the same way.",
            lambda objectness, deltas, anchors, top_k, iou_threshold: flawed_proposals(
                objectness, deltas, anchors, top_k, iou_threshold, flaw="deltas-not-sorted"
            ),
        ),
        "anchors-suppressed": (
            "It is the decoded boxes that overlap too much or not, not the anchors that they come from.",
            lambda objectness, deltas, anchors, top_k, iou_threshold: flawed_proposals(
                objectness, deltas, anchors, top_k, iou_threshold, flaw="anchors-suppressed"
            ),
        ),
        "not-suppressed": (
            "Boxes that overlap a better one by more than the threshold are still there: apply nms.",
            lambda objectness, deltas, anchors, top_k, iou_threshold: flawed_proposals(
                objectness, deltas, anchors, top_k, iou_threshold, flaw="not-suppressed"
            ),
        ),
    },
    hints=[
        "Thousands of anchors have a score and deltas. Which are worth decoding, and which of these say it twice?",
        "Sort by objectness and take the first top_k; then decode, and let nms choose among the decoded boxes.",
        "best = argsort(−objectness, stable)[:top_k]; boxes = decode_boxes(anchors[best], deltas[best]); "
        "boxes[nms(boxes, objectness[best], iou_threshold)].",
    ],
)

# ── fpn_merge ─────────────────────────────────────────────────────────────────────────────────────────────


def torch_merge(laterals):
    """torchvision's FeaturePyramidNetwork.forward without its convolutions."""
    merged = [laterals[-1]]
    for lateral in reversed(laterals[:-1]):
        coarse = merged[0]
        above = F.interpolate(coarse.reshape(1, -1, *coarse.shape[-2:]), size=lateral.shape[-2:], mode="nearest")
        merged.insert(0, lateral + above.reshape(lateral.shape))
    return merged


def flawed_merge(laterals, *, flaw):
    """A feature pyramid merged from the top down, right but for `flaw`."""
    merged = [laterals[-1]]
    for level in range(len(laterals) - 2, -1, -1):
        above = laterals[level + 1] if flaw == "laterals-only" else merged[0]
        if flaw == "tiled":
            up = np.concatenate([np.concatenate([above, above], axis=-1)] * 2, axis=-2)
        elif flaw == "zeros-between":
            up = np.zeros(laterals[level].shape)
            up[..., ::2, ::2] = above
        else:
            up = np.repeat(np.repeat(above, 2, axis=-2), 2, axis=-1)
        if flaw == "in-place":
            laterals[level] += up
            merged.insert(0, laterals[level])
        elif flaw == "lateral-forgotten":
            merged.insert(0, up)
        elif flaw == "averaged":
            merged.insert(0, (laterals[level] + up) / 2)
        else:
            merged.insert(0, laterals[level] + up)
    return merged[::-1] if flaw == "coarsest-first" else merged


fpn_merge = exercise(
    reference=torch_merge,
    source="Feature Pyramid Network (FPN)",
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "three levels of a batch": call([arrays(2, 3, 8, 12), arrays(2, 3, 4, 6), arrays(2, 3, 2, 3)]),
        "four levels of one image": call([arrays(2, 8, 16), arrays(2, 4, 8), arrays(2, 2, 4), arrays(2, 1, 2)]),
        "two levels": call([arrays(1, 4, 2, 6), arrays(1, 4, 1, 3)]),
        "one level stays as it is": call([arrays(3, 2, 5)]),
    },
    misconceptions={
        "laterals-only": (
            "What is added is the merged map of the level above, which holds all that lie above it; you add its "
            "lateral map alone.",
            lambda laterals: flawed_merge(laterals, flaw="laterals-only"),
        ),
        "tiled": (
            "Nearest upsampling repeats each pixel in a block of 2 × 2; you put the whole map four times side by side.",
            lambda laterals: flawed_merge(laterals, flaw="tiled"),
        ),
        "zeros-between": (
            "Nearest upsampling fills the block of 2 × 2 with the pixel; you leave zeros in it.",
            lambda laterals: flawed_merge(laterals, flaw="zeros-between"),
        ),
        "lateral-forgotten": (
            "Add the lateral map of each level to what comes from above.",
            lambda laterals: flawed_merge(laterals, flaw="lateral-forgotten"),
        ),
        "averaged": (
            "The two maps are added, not averaged.",
            lambda laterals: flawed_merge(laterals, flaw="averaged"),
        ),
        "coarsest-first": (
            "Return the levels in the order in which they came: the finest first.",
            lambda laterals: flawed_merge(laterals, flaw="coarsest-first"),
        ),
        "in-place": (
            "You changed the lateral maps in place; return new arrays.",
            lambda laterals: flawed_merge(laterals, flaw="in-place"),
        ),
    },
    hints=[
        "Which level knows most about what is in the image, and how does its knowledge reach the finest one?",
        "Begin with the last level. Go through the others backwards: upsample what was merged last, add the "
        "lateral map.",
        "P = L[i] + P.repeat(2, axis=-2).repeat(2, axis=-1), for i from the last but one down to 0; the finest first.",
    ],
)

# ── roi_align ─────────────────────────────────────────────────────────────────────────────────────────────


def torch_points(start, end, bins, sampling_ratio, size):
    """Along one axis: the pixels on either side of each point, the share of the second, and whether it counts."""
    count = bins * sampling_ratio
    points = start + (end - start) / count * (torch.arange(count, dtype=torch.float64) + 0.5)
    counts = (points >= -1) & (points <= size)
    points = points.clamp(0, size - 1)
    low = points.floor().long()
    return low, (low + 1).clamp(max=size - 1), points - low, counts.double()


def torch_roi_align(features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2):
    """torchvision's roi_align_kernel.cpp, aligned=True: gathers four pixels for each point, then the mean of a bin."""
    regions = []
    for x1, y1, x2, y2 in boxes.double() * spatial_scale - 0.5:
        top, bottom, down, in_y = torch_points(y1, y2, output_size[0], sampling_ratio, features.shape[1])
        left, right, across, in_x = torch_points(x1, x2, output_size[1], sampling_ratio, features.shape[2])
        upper = features[:, top][:, :, left] * (1 - across) + features[:, top][:, :, right] * across
        lower = features[:, bottom][:, :, left] * (1 - across) + features[:, bottom][:, :, right] * across
        points = (upper * (1 - down[:, None]) + lower * down[:, None]) * in_y[:, None] * in_x
        bins = points.reshape(len(features), output_size[0], sampling_ratio, output_size[1], sampling_ratio)
        regions.append(bins.mean((2, 4)))
    return torch.stack(regions) if regions else torch.zeros(0, len(features), *output_size, dtype=torch.float64)


def flawed_weights(start, end, bins, sampling_ratio, size, *, flaw):
    """How much each pixel of an axis counts at each point, right but for `flaw`."""
    count = bins * sampling_ratio
    extent = max(end - start, 1.0) if flaw == "at-least-a-pixel" else end - start
    if flaw == "from-edge-to-edge":
        points = np.linspace(start, start + extent, count)
    else:
        points = start + extent * (np.arange(count) + 0.5) / count
    if flaw == "nearest-pixel":
        points = np.floor(points + 0.5)
    inside = (points >= -1) & (points <= size)
    clipped = np.clip(points, 0, size - 1)
    if flaw == "zeros-around":
        clipped = points
    if flaw == "moved-from-anywhere":
        inside = np.ones(count, dtype=bool)
    return np.maximum(0, 1 - np.abs(clipped[:, None] - np.arange(size))) * inside[:, None]


def flawed_roi_align(features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2, *, flaw):
    """Regions resampled, right but for `flaw`."""
    (_, height, width), (rows, columns) = features.shape, output_size
    if flaw == "scale-ignored":
        spatial_scale = 1.0
    if flaw == "ratio-ignored":
        sampling_ratio = 2
    scaled = boxes * spatial_scale
    if flaw == "rounded":
        scaled = np.round(scaled)
    if flaw != "no-half-pixel":
        scaled = scaled - 0.5
    if flaw == "x-and-y-exchanged":
        scaled = scaled[:, [1, 0, 3, 2]]
    out = np.zeros((len(boxes), len(features), rows, columns))
    for k, (x1, y1, x2, y2) in enumerate(scaled):
        down = flawed_weights(y1, y2, rows, sampling_ratio, height, flaw=flaw)
        across = flawed_weights(x1, x2, columns, sampling_ratio, width, flaw=flaw)
        points = np.einsum("ih,chw,jw->cij", down, features, across)
        bins = points.reshape(len(features), rows, sampling_ratio, columns, sampling_ratio)
        out[k] = bins.max(axis=(2, 4)) if flaw == "maximum" else bins.mean(axis=(2, 4))
    return out


def within(rng, count, height, width):
    """Boxes inside a map, at least 1 wide and high, with both corners at fractions of a pixel."""
    start = rng.uniform(0.6, 1, (count, 2)) * [width / 3, height / 3]
    return np.concatenate([start, start + rng.uniform(1, 2, (count, 2)) * [width / 4, height / 4]], axis=1)


def regions(count, height, width, scale=1.0):
    return drawn(lambda rng: within(rng, count, height, width) / scale)


def of_no_boxes(function, features, boxes, output_size):
    return function(features, boxes[:0], output_size)


roi_align = exercise(
    reference=torch_roi_align,
    source="Region of Interest (ROI) Heads",
    laws=without("0-d"),
    cases={
        "three boxes, bins of two by two points": call(arrays(2, 7, 9), regions(3, 7, 9), (3, 4)),
        "a feature map an eighth as large as the image": call(
            arrays(3, 6, 8), regions(2, 6, 8, 0.125), (2, 3), spatial_scale=0.125
        ),
        "three by three points in a bin": call(arrays(2, 8, 5), regions(2, 8, 5), (3, 2), 1.0, 3),
        "one point in a bin": call(arrays(2, 6, 7), regions(2, 6, 7), (2, 3)).with_(sampling_ratio=1),
        "boxes that reach beyond the map": call(
            arrays(2, 4, 6), values([[-3.3, -4.1, 3.2, 2.4], [3.7, 1.2, 9.9, 7.3], [20.0, 2.0, 25.0, 3.0]]), (4, 5)
        ),
        "points at -1, at H and at W": call(
            arrays(2, 3, 5),
            values([[-1.5, 0.5, 0.5, 2.5], [1.5, -1.5, 3.5, 0.5], [4.5, 1.5, 6.5, 2.5], [1.5, 2.5, 2.5, 4.5]]),
            (1, 1),
            sampling_ratio=1,
        ),
        "boxes smaller than a pixel, and without extent": call(
            arrays(1, 5, 4), values([[1.3, 2.1, 1.7, 2.2], [2.25, 1.8, 2.25, 1.8]]), (2, 2)
        ),
        "a map of one pixel": call(arrays(3, 1, 1), values([[0.2, -0.4, 1.3, 0.9]]), (2, 1)),
        "no boxes": call(arrays(2, 4, 5), regions(2, 4, 5), (3, 2)).through(of_no_boxes),
    },
    misconceptions={
        "rounded": (
            "RoIAlign is there because nothing is rounded: keep the fractions of the coordinates.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="rounded"
            ),
        ),
        "nearest-pixel": (
            "You take the pixel nearest to each point; interpolate bilinearly between the four around it.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="nearest-pixel"
            ),
        ),
        "no-half-pixel": (
            "Half a pixel is missing: with aligned=True 0.5 is taken off all four coordinates after the scaling.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="no-half-pixel"
            ),
        ),
        "scale-ignored": (
            "The parameter `spatial_scale` is not used: boxes are given in pixels of the image.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="scale-ignored"
            ),
        ),
        "ratio-ignored": (
            "The parameter `sampling_ratio` is not used: 2 is only its default.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="ratio-ignored"
            ),
        ),
        "from-edge-to-edge": (
            "The points of a box lie in the middle of equal parts of it, at (i + 1/2)/n, not from edge to edge.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="from-edge-to-edge"
            ),
        ),
        "maximum": (
            "A bin is the mean of its points; the maximum is that of RoIPool.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="maximum"
            ),
        ),
        "x-and-y-exchanged": (
            "A box is (x1, y1, x2, y2), and x runs along the columns, the last axis of the map.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="x-and-y-exchanged"
            ),
        ),
        "zeros-around": (
            "Up to a pixel beyond the map a point is moved to its border; you fade to zeros there.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="zeros-around"
            ),
        ),
        "moved-from-anywhere": (
            "A point with y < -1, y > H, x < -1 or x > W counts as 0; you move it to the border, however far it is.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="moved-from-anywhere"
            ),
        ),
        "at-least-a-pixel": (
            "A box may be smaller than a pixel: with aligned=True its sides are not widened to 1.",
            lambda features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2: flawed_roi_align(
                features, boxes, output_size, spatial_scale, sampling_ratio, flaw="at-least-a-pixel"
            ),
        ),
    },
    hints=[
        "A region of 5.3 by 2.7 pixels is to become 3 by 4 numbers. Where would you look at the map, if you need not "
        "look at whole pixels?",
        "Scale the box and take off half a pixel. Along each axis lay bins · sampling_ratio points evenly, interpolate "
        "at each pair of them, and take the mean of the points in a bin.",
        "y_n = y1 + (n + 1/2)(y2 − y1)/(P·S). At (y, x) with floors i, j and fractions u, v: (1−u)(1−v) F[i, j] + "
        "(1−u) v F[i, j+1] + u (1−v) F[i+1, j] + u v F[i+1, j+1].",
    ],
)
