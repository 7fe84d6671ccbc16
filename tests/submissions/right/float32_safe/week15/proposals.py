"""Keeps float32: buffers take the dtype of what came in."""

import numpy as np

from week15 import boxes as week15_boxes


def generate_anchors(feature_shape, stride, sizes, ratios):
    root = np.sqrt(np.asarray(ratios, dtype=float)).repeat(len(sizes))
    size = np.resize(np.asarray(sizes, dtype=float), root.shape)
    y, x = np.indices(feature_shape).reshape(2, -1, 1) * stride
    w, h = size / root, size * root
    corners = [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
    return np.stack(corners, axis=2).reshape(-1, 4)


def to_centre(b):
    wh = b[:, 2:] - b[:, :2]
    return b[:, :2] + wh / 2, wh


def encode_boxes(anchors, gt):
    (ca, sa), (cg, sg) = to_centre(anchors), to_centre(gt)
    return np.concatenate(((cg - ca) / sa, np.log(sg / sa)), axis=-1)


def decode_boxes(anchors, deltas):
    c, s = to_centre(anchors)
    c = c + s * deltas[:, :2]
    s = s * np.exp(deltas[:, 2:])
    return np.concatenate((c - s / 2, c + s / 2), axis=-1)


def rpn_proposals(objectness, deltas, anchors, top_k, iou_threshold):
    top = np.argsort(-objectness, kind="stable")[:top_k]
    proposals = decode_boxes(anchors[top], deltas[top])
    keep = week15_boxes.nms(proposals, objectness[top], iou_threshold)
    return proposals[keep]


def fpn_merge(laterals):
    result = list(laterals)
    for i in reversed(range(len(result) - 1)):
        p = result[i].copy()
        for dy in (0, 1):
            for dx in (0, 1):
                p[..., dy::2, dx::2] += result[i + 1]
        result[i] = p
    return result


def roi_align(features, boxes, output_size, spatial_scale=1.0, sampling_ratio=2):
    dtype = np.result_type(features, boxes, np.float32)
    channels = features.shape[0]
    out = np.zeros((len(boxes), channels, *output_size), dtype=dtype)
    steps = [np.arange(n * sampling_ratio) + 0.5 for n in output_size]
    sizes = features.shape[1:]
    for n, box in enumerate(boxes.astype(dtype) * spatial_scale - 0.5):
        weights = []
        for axis, (low, high) in enumerate(((box[1], box[3]), (box[0], box[2]))):
            p = (low + (high - low) * steps[axis] / len(steps[axis])).astype(dtype)
            q = np.clip(p, 0, sizes[axis] - 1)
            w = np.zeros((len(p), sizes[axis]), dtype=dtype)
            below = q.astype(int)
            lines = np.arange(len(p))
            np.add.at(w, (lines, below), 1 - (q - below))
            np.add.at(w, (lines, np.minimum(below + 1, sizes[axis] - 1)), q - below)
            w[(p < -1) | (p > sizes[axis])] = 0
            weights.append(w)
        points = weights[0] @ features @ weights[1].T
        p, q = output_size
        out[n] = points.reshape(channels, p, sampling_ratio, q, sampling_ratio).mean(axis=(2, 4))
    return out
