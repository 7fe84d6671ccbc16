"""From feature maps to regions: anchors, box regression, proposals, feature pyramids and RoIAlign."""

from collections.abc import Sequence

import numpy as np


def generate_anchors(
    feature_shape: tuple[int, int], stride: float, sizes: Sequence[float], ratios: Sequence[float]
) -> np.ndarray:
    r"""Lay anchor boxes of several sizes and shapes over every cell of a feature map.

    $$h = s\,\sqrt{r}, \quad w = \frac{s}{\sqrt{r}}, \quad
      (c_x, c_y) = (\text{stride} \cdot j,\; \text{stride} \cdot i)$$

    An anchor of size s has the area s² and the ratio r = h / w, height to width. Those of the cell in row i and
    column j, both counted from 0, are centred on (stride · j, stride · i), without half a cell more. The rows of
    the result go through the cells row by row; in each cell through the ratios, and for each ratio through the
    sizes. Nothing is rounded, and nothing is cut off at the border of the image.

    Args:
        feature_shape: (H, W), rows and columns of the feature map.
        stride: pixels of the image from one cell to the next, along both axes.
        sizes: the sizes s, in pixels.
        ratios: the ratios r.

    Returns:
        A float64 array of shape (H * W * len(ratios) * len(sizes), 4), rows (x1, y1, x2, y2).

    Example:
        >>> generate_anchors((4, 3), 9, [12.0], [2.0])
        array([[-4.2426, -8.4853,  4.2426,  8.4853],
               [ 4.7574, -8.4853, 13.2426,  8.4853],
               [13.7574, -8.4853, 22.2426,  8.4853],
               [-4.2426,  0.5147,  4.2426, 17.4853],
               [ 4.7574,  0.5147, 13.2426, 17.4853],
               [13.7574,  0.5147, 22.2426, 17.4853],
               [-4.2426,  9.5147,  4.2426, 26.4853],
               [ 4.7574,  9.5147, 13.2426, 26.4853],
               [13.7574,  9.5147, 22.2426, 26.4853],
               [-4.2426, 18.5147,  4.2426, 35.4853],
               [ 4.7574, 18.5147, 13.2426, 35.4853],
               [13.7574, 18.5147, 22.2426, 35.4853]])

    Source:
        Ren, He, Girshick & Sun (2015), Faster R-CNN: towards real-time object detection with region proposal
        networks; `torchvision.models.detection.anchor_utils.AnchorGenerator`, which rounds besides.
    """
    raise NotImplementedError


def encode_boxes(anchors: np.ndarray, gt: np.ndarray) -> np.ndarray:
    r"""Express true boxes relative to their anchors: what the regression of a detector has to learn.

    $$t_x = \frac{x - x_a}{w_a}, \quad t_y = \frac{y - y_a}{h_a}, \quad
      t_w = \ln \frac{w}{w_a}, \quad t_h = \ln \frac{h}{h_a}$$

    Here (x, y) is the centre of the true box, w its width and h its height; those of the anchor have the index a.
    There are no weights or variances.

    Args:
        anchors: (N, 4), float64, rows (x1, y1, x2, y2) with x1 < x2 and y1 < y2; N may be 0.
        gt: the true box of each anchor, likewise.

    Returns:
        A float64 array of shape (N, 4), rows (tx, ty, tw, th).

    Example:
        >>> encode_boxes(
        ...     np.array([[-18.5, 11.6, -6.6, 18.3], [8.0, 1.5, 20.4, 15.5], [14.6, -14.3, 26.3, -9.5]]),
        ...     np.array([[0.8, -4.9, 5.4, 2.2], [5.2, -10.4, 12.0, 0.3], [3.9, -1.6, 12.3, 0.4]]),
        ... )
        array([[ 1.3151, -2.4328, -0.9505,  0.058 ],
               [-0.4516, -0.9679, -0.6008, -0.2688],
               [-1.0556,  2.3542, -0.3314, -0.8755]])

    Source:
        Girshick, Donahue, Darrell & Malik (2014), Rich feature hierarchies for accurate object detection and
        semantic segmentation, appendix C; `torchvision.models.detection._utils.BoxCoder` with all weights 1.
    """
    raise NotImplementedError


def decode_boxes(anchors: np.ndarray, deltas: np.ndarray) -> np.ndarray:
    r"""Move and stretch anchors by predicted deltas: the inverse of encode_boxes.

    $$x = x_a + w_a\,t_x, \quad y = y_a + h_a\,t_y, \quad w = w_a\,e^{t_w}, \quad h = h_a\,e^{t_h}$$

    Here (x, y) is the centre of the box, w its width and h its height; those of the anchor have the index a.
    There are no weights or variances, and tw and th are not limited.

    Args:
        anchors: (N, 4), float64, rows (x1, y1, x2, y2) with x1 < x2 and y1 < y2; N may be 0.
        deltas: (N, 4), float64, rows (tx, ty, tw, th).

    Returns:
        A float64 array of shape (N, 4), rows (x1, y1, x2, y2).

    Example:
        >>> decode_boxes(
        ...     np.array([[-4.1, 15.6, 8.3, 18.2], [11.6, 14.4, 16.6, 23.0], [17.6, 4.5, 24.6, 10.8]]),
        ...     np.array([[-0.5, -0.3, -0.3, 0.2], [0.3, -0.6, 0.4, 0.3], [0.8, 1.5, -0.8, -0.4]]),
        ... )
        array([[-8.6931, 14.5322,  0.4931, 17.7078],
               [11.8704,  7.7356, 19.3296, 19.3444],
               [25.1273, 14.9885, 28.2727, 19.2115]])

    Source:
        Girshick, Donahue, Darrell & Malik (2014), Rich feature hierarchies for accurate object detection and
        semantic segmentation, appendix C; `torchvision.models.detection._utils.BoxCoder` with all weights 1,
        which limits tw and th.
    """
    raise NotImplementedError


def rpn_proposals(
    objectness: np.ndarray, deltas: np.ndarray, anchors: np.ndarray, top_k: int, iou_threshold: float
) -> np.ndarray:
    r"""Turn the output of a region proposal network into boxes that may hold an object.

    $$\text{top}_k(\text{objectness}) \to \text{decode} \to \text{non-maximum suppression}$$

    First the top_k anchors of the highest objectness are chosen, of equal ones those of lower index; all, where
    there are fewer. These alone are decoded and suppressed, as decode_boxes and nms do it, so that fewer than
    top_k may be left. Boxes are not cut off at the border of the image, and small ones are kept.

    Args:
        objectness: (N,), float64, any numbers, higher for what looks more like an object.
        deltas: (N, 4), float64, rows (tx, ty, tw, th).
        anchors: (N, 4), float64, rows (x1, y1, x2, y2) with x1 < x2 and y1 < y2.
        top_k: how many anchors go into the suppression at most, at least 1.
        iou_threshold: the threshold of the suppression.

    Returns:
        A float64 array of shape (K, 4), rows (x1, y1, x2, y2) by descending objectness.

    Example:
        >>> rpn_proposals(
        ...     np.array([2.5, 0.2, 0.9]),
        ...     np.array([[0.03, 0.36, 0.13, 0.51], [-0.1, 0.02, 0.19, -0.13], [0.02, 0.22, 0.18, 0.23]]),
        ...     np.array([[1.1, -4.4, 14.6, -1.0], [-19.8, 4.1, -15.0, 15.9], [18.3, -9.1, 23.2, 0.1]]),
        ...     12,
        ...     0.1371,
        ... )
        array([[  0.5679,  -4.307 ,  15.9421,   1.355 ],
               [ 17.9148,  -8.2656,  23.7812,   3.3136],
               [-20.7822,   5.0552, -14.9778,  15.4168]])

    Source:
        Ren, He, Girshick & Sun (2015), Faster R-CNN: towards real-time object detection with region proposal
        networks; `torchvision.models.detection.rpn.RegionProposalNetwork.filter_proposals`.
    """
    raise NotImplementedError


def fpn_merge(laterals: Sequence[np.ndarray]) -> list[np.ndarray]:
    r"""Merge the levels of a feature pyramid from the top down.

    $$P_n = L_n, \quad P_i = L_i + \operatorname{up}(P_{i+1})$$

    up doubles both sides of a map and repeats each pixel in a block of 2 × 2. What goes down from level i + 1 is
    the merged map P, not the lateral map L alone. There is no convolution after it.

    Args:
        laterals: at least one array of float64, the finest map L_1 first, (N, C, H, W) or (C, H, W); each has half
            the rows and half the columns of the one before, and as many channels.

    Returns:
        A list of float64 arrays P_1, …, P_n with the shapes of the laterals, the finest first.

    Example:
        >>> fpn_merge([np.array([[[1.0, 2.0], [3.0, 4.0]]]), np.array([[[10.0]]])])
        [array([[[11., 12.],
                 [13., 14.]]]),
         array([[[10.]]])]

    Source:
        Lin, Dollár, Girshick, He, Hariharan & Belongie (2017), Feature pyramid networks for object detection;
        `torchvision.ops.FeaturePyramidNetwork` without its convolutions.
    """
    raise NotImplementedError


def roi_align(
    features: np.ndarray,
    boxes: np.ndarray,
    output_size: tuple[int, int],
    spatial_scale: float = 1.0,
    sampling_ratio: int = 2,
) -> np.ndarray:
    r"""Cut regions out of a feature map and resample them to one size, without rounding a coordinate.

    $$y_{pa} = y_1 + \left(p + \frac{a + 0.5}{S}\right) \frac{y_2 - y_1}{P}, \quad
      \text{out}_{kcpq} = \frac{1}{S^2} \sum_{a=0}^{S-1} \sum_{b=0}^{S-1} F_c(y_{pa}, x_{qb})$$

    A box is multiplied by spatial_scale, and half a pixel is taken off all four coordinates (aligned=True), since
    pixel i of the map stands for the place i. It is cut into P × Q bins, each of which is the mean of S × S points
    that lie evenly in it; S is sampling_ratio. F_c(y, x) is interpolated bilinearly between the four pixels around
    it. Beyond the map, a point with y < -1 or y > H, x < -1 or x > W counts as 0; all others are first moved to
    the nearest place with 0 ≤ y ≤ H - 1 and 0 ≤ x ≤ W - 1. A box may be smaller than a pixel.

    Args:
        features: (C, H, W), float64, the feature map of one image.
        boxes: (K, 4), float64, rows (x1, y1, x2, y2) with x1 ≤ x2 and y1 ≤ y2, in pixels of the image; K may be 0.
        output_size: (P, Q), rows and columns of the result.
        spatial_scale: size of the feature map divided by that of the image.
        sampling_ratio: points in a bin along each axis, at least 1.

    Returns:
        A float64 array of shape (K, C, P, Q).

    Example:
        >>> roi_align(
        ...     np.array([[[-3.1, -1.5, 1.2, -1.6], [-2.4, 0.4, 0.8, -4.0], [0.7, 1.5, -2.3, 1.8]]]),
        ...     np.array([[1.3, 2.1, 1.7, 2.2], [2.2, 1.8, 2.2, 1.8]]),
        ...     (2, 2),
        ... )
        array([[[[0.9325, 0.865 ],
                 [0.9975, 0.899 ]]],


               [[[0.128 , 0.128 ],
                 [0.128 , 0.128 ]]]])

    Source:
        He, Gkioxari, Dollár & Girshick (2017), Mask R-CNN, section 3; `torchvision.ops.roi_align` with
        aligned=True.
    """
    raise NotImplementedError
