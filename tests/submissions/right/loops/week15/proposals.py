"""Plain Python loops: over cells, boxes, bins and the points of a bin."""

import math

import numpy as np

from week15.boxes import nms


def generate_anchors(feature_shape, stride, sizes, ratios):
    anchors = []
    for row in range(feature_shape[0]):
        for column in range(feature_shape[1]):
            for ratio in ratios:
                for size in sizes:
                    h = float(size) * math.sqrt(ratio)
                    w = float(size) / math.sqrt(ratio)
                    x, y = column * stride, row * stride
                    anchors.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.array(anchors)


def encode_boxes(anchors, gt):
    out = np.zeros(anchors.shape)
    for n, ((ax1, ay1, ax2, ay2), (x1, y1, x2, y2)) in enumerate(zip(anchors.tolist(), gt.tolist(), strict=True)):
        aw, ah = ax2 - ax1, ay2 - ay1
        out[n, 0] = ((x1 + x2) / 2 - (ax1 + ax2) / 2) / aw
        out[n, 1] = ((y1 + y2) / 2 - (ay1 + ay2) / 2) / ah
        out[n, 2] = math.log((x2 - x1) / aw)
        out[n, 3] = math.log((y2 - y1) / ah)
    return out


def decode_boxes(anchors, deltas):
    out = np.zeros(anchors.shape)
    for n, ((x1, y1, x2, y2), (tx, ty, tw, th)) in enumerate(zip(anchors.tolist(), deltas.tolist(), strict=True)):
        w, h = x2 - x1, y2 - y1
        x, y = x1 + w / 2 + w * tx, y1 + h / 2 + h * ty
        w, h = w * math.exp(tw), h * math.exp(th)
        out[n] = [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
    return out


def rpn_proposals(objectness, deltas, anchors, top_k, iou_threshold):
    order = sorted(range(len(objectness)), key=lambda i: (-objectness[i], i))[:top_k]
    boxes = np.array([decode_boxes(anchors[i : i + 1], deltas[i : i + 1])[0] for i in order])
    scores = np.array([objectness[i] for i in order])
    return np.array([boxes[i] for i in nms(boxes, scores, iou_threshold)])


def fpn_merge(laterals):
    merged = [np.array(lateral, dtype=float) for lateral in laterals]
    for level in range(len(merged) - 2, -1, -1):
        rows, columns = merged[level].shape[-2:]
        for i in range(rows):
            for j in range(columns):
                merged[level][..., i, j] += merged[level + 1][..., i // 2, j // 2]
    return merged


def value_at(plane, y, x):
    height, width = plane.shape
    if y < -1 or y > height or x < -1 or x > width:
        return 0.0
    y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    i, j = int(y), int(x)
    k, m = min(i + 1, height - 1), min(j + 1, width - 1)
    u, v = y - i, x - j
    return (1 - u) * ((1 - v) * plane[i, j] + v * plane[i, m]) + u * ((1 - v) * plane[k, j] + v * plane[k, m])


def roi_align(features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2):
    rows, columns = output_size
    out = np.zeros((len(boxes), len(features), rows, columns))
    for k, c, p, q in np.ndindex(out.shape):
        x1, y1, x2, y2 = (float(v) * spatial_scale - 0.5 for v in boxes[k])
        bin_height, bin_width = (y2 - y1) / rows, (x2 - x1) / columns
        total = 0.0
        for a in range(sampling_ratio):
            for b in range(sampling_ratio):
                y = y1 + bin_height * (p + (a + 0.5) / sampling_ratio)
                x = x1 + bin_width * (q + (b + 0.5) / sampling_ratio)
                total += value_at(features[c], y, x)
        out[k, c, p, q] = total / sampling_ratio**2
    return out
