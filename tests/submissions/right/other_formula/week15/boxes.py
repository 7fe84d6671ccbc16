"""Other formulas: overlaps from centres and sizes, formats as matrices, suppression with a mask."""

import numpy as np


def box_area(boxes):
    return np.prod(np.diff(boxes.astype(float).reshape(-1, 2, 2), axis=1), axis=(1, 2))


def box_iou(a, b):
    ax1, ay1, ax2, ay2 = (c[:, np.newaxis] for c in a.astype(float).T)
    bx1, by1, bx2, by2 = b.astype(float).T
    w = np.clip(np.minimum(ax2, bx2) - np.maximum(ax1, bx1), 0, None)
    h = np.clip(np.minimum(ay2, by2) - np.maximum(ay1, by1), 0, None)
    outside_b = (ax2 - ax1) * (ay2 - ay1) - w * h
    return w * h / (outside_b + (bx2 - bx1) * (by2 - by1))


def box_convert(boxes, in_fmt, out_fmt):
    to_centre = {
        "xyxy": [[0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [-1, 0, 1, 0], [0, -1, 0, 1]],
        "xywh": [[1, 0, 0.5, 0], [0, 1, 0, 0.5], [0, 0, 1, 0], [0, 0, 0, 1]],
        "cxcywh": np.eye(4),
    }
    try:
        there, back = np.array(to_centre[in_fmt]), np.array(to_centre[out_fmt])
    except KeyError as unknown:
        raise ValueError(f"unknown format {unknown}") from None
    return boxes @ there.T @ np.linalg.inv(back).T


def nms(boxes, scores, iou_threshold):
    order = np.lexsort((np.arange(len(scores)), -scores))
    too_close = box_iou(boxes[order], boxes[order]) > iou_threshold
    alive = np.ones(len(order), dtype=bool)
    for i in range(len(order)):
        if alive[i]:
            alive[i + 1 :] &= ~too_close[i, i + 1 :]
    return order[alive]
