"""Keeps float32: every result is made from the arrays that came in."""

import numpy as np


def box_area(boxes):
    x1, y1, x2, y2 = np.unstack(boxes, axis=1) if hasattr(np, "unstack") else boxes.T
    return (x2 - x1) * (y2 - y1)


def box_iou(a, b):
    a, b = np.true_divide(a, 1), np.true_divide(b, 1)
    corner1 = np.maximum(a[:, None, :2], b[None, :, :2])
    corner2 = np.minimum(a[:, None, 2:], b[None, :, 2:])
    sides = (corner2 - corner1).clip(min=0)
    inter = sides[..., 0] * sides[..., 1]
    union = box_area(a).reshape(-1, 1) + box_area(b).reshape(1, -1) - inter
    return inter / union


def box_convert(boxes, in_fmt, out_fmt):
    for fmt in (in_fmt, out_fmt):
        if fmt not in ("xyxy", "xywh", "cxcywh"):
            raise ValueError(fmt)
    out = np.true_divide(boxes, 1)
    if in_fmt == "xywh":
        out[:, 2:] += out[:, :2]
    elif in_fmt == "cxcywh":
        out[:, :2] -= out[:, 2:] / 2
        out[:, 2:] += out[:, :2]
    if out_fmt != "xyxy":
        out[:, 2:] -= out[:, :2]
    if out_fmt == "cxcywh":
        out[:, :2] += out[:, 2:] / 2
    return out


def nms(boxes, scores, iou_threshold):
    keep = []
    left = list(np.argsort(-scores, kind="stable"))
    while left:
        i = left.pop(0)
        keep.append(int(i))
        if left:
            ious = box_iou(boxes[i : i + 1], boxes[left])[0]
            left = [j for j, iou in zip(left, ious, strict=True) if not iou > iou_threshold]
    return np.array(keep, dtype=np.int64)
