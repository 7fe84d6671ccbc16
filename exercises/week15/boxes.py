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

    Example:
        >>> box_area(np.array([[-17.7, -4.5, -9.8, -0.9], [13.7, 4.6, 18.8, 11.8], [18.9, -6.1, 28.2, 2.7]]))
        array([28.44, 36.72, 81.84])

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

    Example:
        >>> box_iou(
        ...     np.array([[1.4, -2.1, 15.4, 3.9], [2.5, 3.4, 7.9, 8.7], [-0.2, -2.0, 7.2, 6.2]]),
        ...     np.array([[2.8, 0.9, 8.2, 6.0], [-0.9, -1.8, 14.0, 10.8]]),
        ... )
        array([[0.1699, 0.3592],
               [0.3091, 0.1524],
               [0.3411, 0.3129]])

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

    Example:
        >>> box_convert(
        ...     np.array([[19.1, 8.9, 30.1, 18.8], [19.2, -5.8, 33.8, -3.5], [-0.6, 15.2, 5.8, 22.1]]),
        ...     in_fmt='xyxy',
        ...     out_fmt='cxcywh',
        ... )
        array([[24.6 , 13.85, 11.  ,  9.9 ],
               [26.5 , -4.65, 14.6 ,  2.3 ],
               [ 2.6 , 18.65,  6.4 ,  6.9 ]])

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

    Example:
        >>> nms(
        ...     np.array([[-3.2, -1.9, 0.9, 11.2], [-14.4, -6.7, -4.5, 5.3], [-13.6, -6.7, -5.2, 5.2]]),
        ...     np.array([-2.4, -1.1, 1.1]),
        ...     0.4371,
        ... )
        array([2, 0])

    Source:
        Girshick, Donahue, Darrell & Malik (2014), Rich feature hierarchies for accurate object detection and
        semantic segmentation, section 2.2; `torchvision.ops.nms`.
    """
    raise NotImplementedError
