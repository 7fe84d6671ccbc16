"""Other formulas: anchors by broadcasting, corners moved directly, upsampling as a Kronecker product, gathered pixels."""

import numpy as np

from week15.boxes import nms


def generate_anchors(feature_shape, stride, sizes, ratios):
    rows, columns = feature_shape
    heights = np.outer(np.sqrt(ratios), sizes).ravel()
    widths = np.square(np.tile(sizes, len(ratios))) / heights
    around = np.stack([-widths, -heights, widths, heights], axis=1) / 2
    places = np.array([[x, y, x, y] for y in range(rows) for x in range(columns)], dtype=float) * stride
    return (places[:, None, :] + around[None, :, :]).reshape(-1, 4)


def encode_boxes(anchors, gt):
    a1, a2, g1, g2 = anchors[:, :2], anchors[:, 2:], gt[:, :2], gt[:, 2:]
    shift = ((g1 - a1) / (a2 - a1) + (g2 - a2) / (a2 - a1)) / 2
    return np.hstack([shift, np.log(g2 - g1) - np.log(a2 - a1)])


def decode_boxes(anchors, deltas):
    w = anchors[:, 2:] - anchors[:, :2]
    middle = 0.5 + deltas[:, :2]
    half = np.exp(deltas[:, 2:]) / 2
    return np.hstack([anchors[:, :2] + w * (middle - half), anchors[:, :2] + w * (middle + half)])


def rpn_proposals(objectness, deltas, anchors, top_k, iou_threshold):
    order = np.lexsort((np.arange(objectness.size), -objectness))
    scores, boxes = objectness[order][:top_k], decode_boxes(anchors, deltas)[order][:top_k]
    return np.take(boxes, nms(boxes, scores, iou_threshold), axis=0)


def fpn_merge(laterals):
    finest, *coarser = laterals
    if not coarser:
        return [finest.copy()]
    merged = fpn_merge(coarser)
    return [finest + np.kron(merged[0], np.ones((2, 2))), *merged]


def places(start, end, count, size):
    p = start + (np.arange(count) + 0.5) * ((end - start) / count)
    outside = (p < -1) | (p > size)
    p = np.clip(p, 0, size - 1)
    low = np.floor(p).astype(int)
    return low, np.minimum(low + 1, size - 1), p - low, outside


def roi_align(features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2):
    c, height, width = features.shape
    rows, columns = output_size
    out = []
    for x1, y1, x2, y2 in boxes * spatial_scale - 0.5:
        i, k, u, no_row = places(y1, y2, rows * sampling_ratio, height)
        j, m, v, no_column = places(x1, x2, columns * sampling_ratio, width)
        u, v = u[:, None], v[None, :]
        at = features[:, i[:, None], j] * (1 - u) * (1 - v) + features[:, i[:, None], m] * (1 - u) * v
        at = at + features[:, k[:, None], j] * u * (1 - v) + features[:, k[:, None], m] * u * v
        at[:, no_row] = 0
        at[:, :, no_column] = 0
        at = np.add.reduceat(at, np.arange(0, rows * sampling_ratio, sampling_ratio), axis=1)
        at = np.add.reduceat(at, np.arange(0, columns * sampling_ratio, sampling_ratio), axis=2)
        out.append(at / sampling_ratio**2)
    return np.array(out).reshape(len(boxes), c, rows, columns)
