"""Convex cells: point by point, and by the smallest potential."""

import numpy as np


def point_by_point(points, w, b):
    inside = []
    for point in points:
        sides = [1 if sum(point * w[:, h]) + b[h] >= 0 else 0 for h in range(len(b))]
        inside.append(1 if sum(sides) - len(b) >= 0 else 0)
    return np.array(inside)


def smallest_potential(points, w, b):
    return np.where(np.min(np.einsum("nd,dh->nh", points, w) + b, axis=1) >= 0, 1, 0)


STYLES = {"loops": {"half_plane_net": point_by_point}, "minimum": {"half_plane_net": smallest_potential}}
