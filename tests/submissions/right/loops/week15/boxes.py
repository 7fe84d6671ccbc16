"""Plain Python loops: over the boxes, and over pairs of boxes."""

import numpy as np


def box_area(boxes):
    areas = []
    for x1, y1, x2, y2 in boxes.tolist():
        areas.append((x2 - x1) * (y2 - y1))
    return np.array(areas, dtype=float)


def overlap(p, q):
    """IoU of two boxes given as lists."""
    width = min(p[2], q[2]) - max(p[0], q[0])
    height = min(p[3], q[3]) - max(p[1], q[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - both)


def box_iou(a, b):
    out = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = overlap(a[i].tolist(), b[j].tolist())
    return out


def box_convert(boxes, in_fmt, out_fmt):
    formats = ["xyxy", "xywh", "cxcywh"]
    if in_fmt not in formats or out_fmt not in formats:
        raise ValueError("no such format")
    out = np.zeros(boxes.shape)
    for n, (a, b, c, d) in enumerate(boxes.tolist()):
        if in_fmt == "xyxy":
            x1, y1, x2, y2 = a, b, c, d
        elif in_fmt == "xywh":
            x1, y1, x2, y2 = a, b, a + c, b + d
        else:
            x1, y1, x2, y2 = a - c / 2, b - d / 2, a + c / 2, b + d / 2
        if out_fmt == "xyxy":
            out[n] = x1, y1, x2, y2
        elif out_fmt == "xywh":
            out[n] = x1, y1, x2 - x1, y2 - y1
        else:
            out[n] = (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1
    return out


def nms(boxes, scores, iou_threshold):
    rows, points = boxes.tolist(), scores.tolist()
    kept = []
    for i in sorted(range(len(rows)), key=lambda i: (-points[i], i)):
        if not any(overlap(rows[i], rows[j]) > iou_threshold for j in kept):
            kept.append(i)
    return np.array(kept, dtype=np.int64)
