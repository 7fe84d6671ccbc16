"""The references of week 15, which torch has no counterpart for, agree with closed forms and with plain loops.

torchvision is no dependency: its definitions are written out in the suites with torch's operations, and are held
here against other ways to the same numbers.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from conftest import ROOT
from dlgrade.course import Course

COURSE = Course.in_clone(ROOT)
RNG = np.random.default_rng(15)


def reference(name: str) -> Callable[..., Any]:
    found = COURSE.exercise(name).reference
    assert found is not None
    return found


def tensor(numbers: Any) -> torch.Tensor:
    return torch.tensor(np.asarray(numbers, dtype=float))


def boxes(count: int, reach: float = 10.0) -> torch.Tensor:
    start = RNG.uniform(-reach, reach, (count, 2))
    return tensor(np.hstack([start, start + RNG.uniform(1, 9, (count, 2))]))


def assert_close(got: Any, want: Any) -> None:
    np.testing.assert_allclose(got.detach().numpy(), want.detach().numpy(), rtol=1e-12, atol=1e-12, strict=True)


# ── Boxes ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_areas_and_overlaps_of_boxes_on_whole_numbers_are_counts_of_cells() -> None:
    start = RNG.integers(0, 6, (8, 2))
    grid = np.hstack([start, start + RNG.integers(1, 6, (8, 2))])
    cells = [set(itertools.product(range(x1, x2), range(y1, y2))) for x1, y1, x2, y2 in grid.tolist()]
    assert_close(reference("box_area")(tensor(grid)), tensor([len(c) for c in cells]))
    want = [[len(c & d) / len(c | d) for d in cells[:5]] for c in cells]
    assert_close(reference("box_iou")(tensor(grid), tensor(grid[:5])), tensor(want))


def test_formats_by_hand_and_there_and_back() -> None:
    convert = reference("box_convert")
    same = {"xyxy": [2, 3, 8, 7], "xywh": [2, 3, 6, 4], "cxcywh": [5, 5, 6, 4]}
    for one, other in itertools.product(same, repeat=2):
        assert_close(convert(tensor([same[one]]), one, other), tensor([same[other]]))
        some = boxes(4)
        assert_close(convert(convert(some, one, other), other, one), some)


def test_suppression_keeps_the_one_set_that_the_definition_allows() -> None:
    """Of all subsets of seven boxes, the one in which a box is kept iff no better box of the set overlaps too much."""
    for threshold in (0.1, 0.3, 0.6):
        some, scores = boxes(7, 3.0), tensor(RNG.permutation(7))
        iou = reference("box_iou")(some, some)
        rivals = [[j for j in range(7) if scores[j] > scores[i] and iou[i, j] > threshold] for i in range(7)]
        subsets = [set(s) for n in range(8) for s in itertools.combinations(range(7), n)]
        (only,) = [s for s in subsets if all((i in s) == s.isdisjoint(rivals[i]) for i in range(7))]
        want = sorted(only, key=lambda i: -float(scores[i]))
        assert reference("nms")(some, scores, threshold).tolist() == want


def test_an_overlap_at_the_threshold_and_equal_scores() -> None:
    nested = tensor([[0, 0, 2, 1], [0, 0, 2, 2]])
    assert reference("nms")(nested, tensor([1, 1]), 0.5).tolist() == [0, 1]
    assert reference("nms")(nested, tensor([1, 1]), 0.49).tolist() == [0]


# ── Proposals ─────────────────────────────────────────────────────────────────────────────────────────────


def test_anchors_have_the_documented_area_ratio_centre_and_order() -> None:
    found = reference("generate_anchors")((2, 3), 16, [8.0, 20.0], [0.5, 1.0, 3.0])
    x1, y1, x2, y2 = found.reshape(2, 3, 3, 2, 4).unbind(-1)
    for i, j, r, s in np.ndindex(2, 3, 3, 2):
        at = (i, j, r, s)
        assert float((x1 + x2)[at]) == pytest.approx(2 * 16 * j)
        assert float((y1 + y2)[at]) == pytest.approx(2 * 16 * i)
        assert float(((x2 - x1) * (y2 - y1))[at]) == pytest.approx([8, 20][s] ** 2)
        assert float(((y2 - y1) / (x2 - x1))[at]) == pytest.approx([0.5, 1, 3][r])


def test_anchors_of_size_32_by_hand() -> None:
    """32 / √2 = 22.6 and 32 · √2 = 45.3, half of each to either side, to whole pixels."""
    found = reference("generate_anchors")((1, 1), 1, [32.0], [0.5, 1.0, 2.0]).round()
    assert_close(found, tensor([[-23, -11, 23, 11], [-16, -16, 16, 16], [-11, -23, 11, 23]]))


def test_encoding_by_hand_and_decoding_as_its_inverse() -> None:
    encode, decode = reference("encode_boxes"), reference("decode_boxes")
    by_hand = encode(tensor([[0, 0, 4, 2]]), tensor([[1, 1, 3, 5]]))
    assert_close(by_hand, tensor([[0, 1, -math.log(2), math.log(2)]]))
    anchors, true = boxes(6), boxes(6)
    assert_close(decode(anchors, encode(anchors, true)), true)


def test_proposals_are_the_composition_of_sorting_decoding_and_suppressing() -> None:
    objectness, deltas, anchors = tensor(RNG.permutation(20)), tensor(0.3 * RNG.normal(size=(20, 4))), boxes(20)
    best = sorted(range(20), key=lambda i: -float(objectness[i]))[:12]
    decoded = reference("decode_boxes")(anchors[best], deltas[best])
    want = decoded[reference("nms")(decoded, objectness[best], 0.25)]
    assert_close(reference("rpn_proposals")(objectness, deltas, anchors, 12, 0.25), want)


def test_a_pyramid_pixel_is_the_sum_of_all_that_lie_above_it() -> None:
    laterals = [tensor(RNG.normal(size=(3, 8 >> n, 12 >> n))) for n in range(3)]
    finest, middle, coarsest = reference("fpn_merge")(laterals)
    for c, i, j in np.ndindex(3, 8, 12):
        want = sum(float(lateral[c, i >> n, j >> n]) for n, lateral in enumerate(laterals))
        assert float(finest[c, i, j]) == pytest.approx(want, rel=1e-12, abs=1e-12)
    assert middle.shape == (3, 4, 6)
    assert_close(coarsest, laterals[2])


ROI_BOXES = [
    [1.3, 0.7, 5.9, 4.2],
    [-3.0, -2.5, 3.3, 9.0],
    [2.0, 3.0, 2.2, 3.1],
    [4.0, 1.0, 11.0, 7.5],
    [30.0, 0, 35, 5],
]


def roi_point(plane: torch.Tensor, y: float, x: float) -> float:
    """The sum over all pixels of pixel times both distances from it, where less than 1."""
    height, width = plane.shape
    if not (-1 <= y <= height and -1 <= x <= width):
        return 0.0
    y, x = sorted((0.0, y, height - 1.0))[1], sorted((0.0, x, width - 1.0))[1]
    return sum(
        float(plane[i, j]) * max(0.0, 1 - abs(y - i)) * max(0.0, 1 - abs(x - j))
        for i, j in np.ndindex(height, width)
    )  # fmt: skip


@pytest.mark.parametrize(("size", "scale", "ratio"), [((2, 3), 1.0, 2), ((3, 1), 0.5, 3)])
def test_roi_align_is_the_mean_of_its_points(size: tuple[int, int], scale: float, ratio: int) -> None:
    features = tensor(RNG.normal(size=(1, 5, 6)))
    found = reference("roi_align")(features, tensor(ROI_BOXES), size, scale, ratio)
    assert found.shape == (len(ROI_BOXES), 1, *size)
    for k, p, q in np.ndindex(len(ROI_BOXES), *size):
        x1, y1, x2, y2 = (scale * v - 0.5 for v in ROI_BOXES[k])
        height, width = (y2 - y1) / size[0], (x2 - x1) / size[1]
        points = [
            roi_point(features[0], y1 + height * (p + (a + 0.5) / ratio), x1 + width * (q + (b + 0.5) / ratio))
            for a, b in np.ndindex(ratio, ratio)
        ]
        assert float(found[k, 0, p, q]) == pytest.approx(np.mean(points), rel=1e-12, abs=1e-12)


def test_roi_align_inside_the_map_is_grid_sample_and_an_average_pooling() -> None:
    features = tensor(RNG.normal(size=(3, 7, 9)))
    x1, y1, x2, y2 = 1.7, 0.9, 7.2, 5.8
    rows = y1 - 0.5 + (y2 - y1) * (torch.arange(8).double() + 0.5) / 8
    columns = x1 - 0.5 + (x2 - x1) * (torch.arange(6).double() + 0.5) / 6
    y, x = torch.meshgrid(2 * rows / 6 - 1, 2 * columns / 8 - 1, indexing="ij")
    points = F.grid_sample(features[None], torch.stack([x, y], dim=-1)[None], align_corners=True)
    found = reference("roi_align")(features, tensor([[x1, y1, x2, y2]]), (4, 3))
    assert_close(found, F.avg_pool2d(points, 2))


def test_roi_align_of_a_plane_is_the_plane_at_the_middle_of_each_bin() -> None:
    """On F(y, x) = 2 + 3 y - 5 x interpolation is exact, and the mean of points is the value at their centre."""
    y, x = torch.meshgrid(torch.arange(8.0).double(), torch.arange(9.0).double(), indexing="ij")
    found = reference("roi_align")((2 + 3 * y - 5 * x)[None], tensor([[1.5, 2.0, 6.5, 7.0]]), (2, 5), 1.0, 3)
    want = [[2 + 3 * (1.5 + 2.5 * (p + 0.5)) - 5 * (1.0 + (q + 0.5)) for q in range(5)] for p in range(2)]
    assert_close(found, tensor([[want]]))


def test_roi_align_of_each_pixel_is_the_map() -> None:
    features = tensor(RNG.normal(size=(2, 4, 5)))
    assert_close(reference("roi_align")(features, tensor([[0, 0, 5, 4]]), (4, 5), 1.0, 1)[0], features)


def test_points_that_just_count() -> None:
    """At exactly -1 and H a point is moved to the border; beyond, it is 0."""
    features = torch.ones(1, 3, 4).double()
    for edge, want in ((-1.0, 1.0), (-1.001, 0.0), (3.0, 1.0), (3.001, 0.0)):
        box = tensor([[1.5, edge + 0.5, 1.5, edge + 0.5]])
        assert float(reference("roi_align")(features, box, (1, 1), 1.0, 1)) == want


# ── Explaining ────────────────────────────────────────────────────────────────────────────────────────────


def test_grad_cam_of_a_network_with_average_pooling_is_its_class_activation_map() -> None:
    """Where a linear layer follows the mean over the map, the gradient is weight / (H W): Zhou et al. (2016)."""
    kernel, weight = tensor(RNG.normal(size=(4, 2, 3, 3))), tensor(RNG.normal(size=(3, 4)))
    activations = F.relu(F.conv2d(tensor(RNG.normal(size=(1, 2, 7, 6))), kernel)).requires_grad_()
    score = (activations.mean((2, 3)) @ weight.T)[0, 1]
    (gradients,) = torch.autograd.grad(score, activations)
    found = reference("grad_cam")(activations[0], gradients[0])
    want = sum(weight[1, c] * activations[0, c] for c in range(4)) / activations[0, 0].numel()
    assert_close(found, F.relu(want))


def test_guided_backpropagation_and_the_deconvolutional_network_on_a_network_of_two_relus() -> None:
    """Layer by layer with the references, and by autograd with hooks on the network's own ReLUs."""
    first, second = tensor(RNG.normal(size=(6, 5))), tensor(RNG.normal(size=(4, 6)))
    x, out = tensor(RNG.normal(size=(3, 5))), tensor(RNG.normal(size=(3, 4)))

    def through(step: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]) -> torch.Tensor:
        a = x @ first.T
        b = F.relu(a) @ second.T
        return step(step(out, b) @ second, a) @ first

    def hooked(relu: Callable[[torch.Tensor], torch.Tensor]) -> torch.Tensor:
        leaf = x.clone().requires_grad_()
        y = relu(relu(leaf @ first.T) @ second.T)
        return torch.autograd.grad((out * y).sum(), leaf)[0]

    def guided(z: torch.Tensor) -> torch.Tensor:
        z.register_hook(lambda gradient: gradient.clamp(min=0))
        return F.relu(z)

    def deconvnet(z: torch.Tensor) -> torch.Tensor:
        z.register_hook(lambda gradient: gradient.clamp(min=0))
        return z + (F.relu(z) - z).detach()

    guided_step, deconvnet_step = reference("guided_relu_backward"), reference("deconvnet_relu_backward")
    assert_close(through(lambda dout, z: guided_step(dout, z.clone())), hooked(guided))
    assert_close(through(lambda dout, z: deconvnet_step(dout)), hooked(deconvnet))


def test_pictures_of_filters_go_from_0_to_1_and_keep_the_order_of_their_weights() -> None:
    weight = tensor(RNG.normal(size=(4, 3, 2, 5)))
    weight[1] = 0.25
    found = reference("filters_to_image")(weight)
    assert found.shape == (4, 2, 5, 3)
    assert found[1].abs().max() == 0
    for k in (0, 2, 3):
        flat, picture = weight[k].permute(1, 2, 0).ravel(), found[k].ravel()
        assert (float(picture.min()), float(picture.max())) == (0.0, 1.0)
        assert np.corrcoef(flat, picture)[0, 1] == pytest.approx(1.0)


def test_the_colours_of_heat() -> None:
    """Black, red, yellow and white at 0, 1/3, 2/3 and 1 of the maximum; alpha is the share of the heat."""
    image, heat = torch.full((1, 4, 3), 0.5).double(), tensor([[0, 2, 4, 6]])
    colours = tensor([[[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]]])
    assert_close(reference("overlay_heatmap")(image, heat, 1.0), colours)
    assert_close(reference("overlay_heatmap")(image, heat, 0.0), image)
    assert_close(reference("overlay_heatmap")(image, heat, 0.25), 0.75 * image + 0.25 * colours)
