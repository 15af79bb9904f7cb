"""How people get convex cells wrong."""

from solutions.misconceptions import misconception


@misconception(
    "half_plane_net",
    "One side is enough for your net: you joined the half planes with OR. A cell is where all of them agree, which is "
    "AND.",
    desk="mask",
)
def half_plane_union(points, w, b):
    return (points @ w + b >= 0).any(1).astype(int)


@misconception(
    "half_plane_net",
    "Points on the border fall out: your units need a potential above 0, while here the step is 1 at 0 as well.",
    desk="mask",
)
def half_plane_strict_border(points, w, b):
    return (points @ w + b > 0).all(1).astype(int)


@misconception(
    "half_plane_net",
    "You used b as a threshold that the weighted sum must reach. It is a bias: it is added, and the sum is compared "
    "with 0.",
    desk="mask",
)
def half_plane_thresholds(points, w, b):
    return (points @ w >= b).all(1).astype(int)


@misconception(
    "half_plane_net",
    "You left the bias out: every side then passes through the origin.",
    desk="ignores_argument",
)
def half_plane_without_bias(points, w, b):
    return (points @ w >= 0).all(1).astype(int)
