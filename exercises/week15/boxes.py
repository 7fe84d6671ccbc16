"""Boxes of objects: their area, how far they overlap, their formats, and which of them to keep."""

import numpy as np


def box_area(boxes: np.ndarray) -> np.ndarray:
    r"""Compute the area of each box.

    $$A = (x_2 - x_1)\,(y_2 - y_1)$$

    Coordinates are real numbers: a box from 2 to 5 is 3 wide.

    Args:
        boxes: (N, 4), float64, rows (x1, y1, x2, y2) with x1 ≤ x2 and y1 ≤ y2; N may be 0.

    Returns:
        A float64 array of shape (N,).

    Source:
        `torchvision.ops.box_area`.
    """
    raise NotImplementedError


def box_iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    r"""Compute the intersection over union of every box of a with every box of b.

    $$\operatorname{IoU}_{ij} = \frac{|a_i \cap b_j|}{|a_i \cup b_j|}, \quad
      |a_i \cup b_j| = |a_i| + |b_j| - |a_i \cap b_j|$$

    Here |·| is the area. It is 0 for boxes that do not overlap, or touch only, and 1 for a box with itself.

    Args:
        a: (N, 4), float64, rows (x1, y1, x2, y2) with x1 < x2 and y1 < y2.
        b: (M, 4), likewise; N and M may differ, and may be 0.

    Returns:
        A float64 array of shape (N, M).

    Source:
        Jaccard (1912), The distribution of the flora in the alpine zone; `torchvision.ops.box_iou`.
    """
    raise NotImplementedError


def box_convert(boxes: np.ndarray, in_fmt: str, out_fmt: str) -> np.ndarray:
    r"""Write boxes that are given in one format in another.

    $$x_2 = x_1 + w, \quad y_2 = y_1 + h, \quad c_x = \frac{x_1 + x_2}{2}, \quad c_y = \frac{y_1 + y_2}{2}$$

    The formats are "xyxy", two opposite corners (x1, y1, x2, y2) with x1 ≤ x2 and y1 ≤ y2; "xywh", the corner
    (x1, y1) with width and height; and "cxcywh", the centre with width and height. Both may be the same.

    Args:
        boxes: (N, 4), float64, in the format in_fmt; N may be 0.
        in_fmt: "xyxy", "xywh" or "cxcywh".
        out_fmt: "xyxy", "xywh" or "cxcywh".

    Returns:
        A new float64 array of shape (N, 4), in the format out_fmt.

    Raises:
        ValueError: in_fmt or out_fmt is none of the three.

    Source:
        `torchvision.ops.box_convert`.
    """
    raise NotImplementedError


def nms(boxes: np.ndarray, scores: np.ndarray, iou_threshold: float) -> np.ndarray:
    r"""Keep the best of the boxes that overlap: non-maximum suppression, for the boxes of one class.

    $$\text{keep } i \iff \operatorname{IoU}(b_i, b_j) \le \theta \text{ for each kept } j \text{ before } i$$

    The boxes are gone through by descending score; of equal scores the lower index comes first. θ is
    iou_threshold: an IoU of exactly θ does not suppress, and a box that is suppressed suppresses no other.

    Args:
        boxes: (N, 4), float64, rows (x1, y1, x2, y2) with x1 < x2 and y1 < y2; N may be 0.
        scores: (N,), float64, any numbers.
        iou_threshold: from 0 to 1.

    Returns:
        The indices of the boxes that are kept, an int64 array, by descending score.

    Source:
        Girshick, Donahue, Darrell & Malik (2014), Rich feature hierarchies for accurate object detection and
        semantic segmentation, section 2.2; `torchvision.ops.nms`.
    """
    raise NotImplementedError
