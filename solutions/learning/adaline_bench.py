"""The linear neuron."""

from solutions.bench_rows import Row


def _data(rng, n, d):
    return {"x": rng.normal(size=(n, d)), "y": rng.normal(size=n)}


def _loss(torch, w, x, y):
    return torch.nn.functional.mse_loss(torch.mv(x, w[1:]) + w[0], y) / 2


def _limit(torch, x):
    inputs = torch.cat([torch.ones_like(x[:, :1]), x], dim=1)
    return 2 * len(x) / torch.linalg.eigvalsh(inputs.T @ inputs)[-1]


ROWS = (
    Row("adaline_loss", lambda rng: {"w": rng.normal(size=101)} | _data(rng, 20_000, 100), _loss),
    Row("gd_fit", lambda rng: _data(rng, 2000, 50) | {"lr": 0.1, "steps": 50}),
    Row("online_fit", lambda rng: _data(rng, 2000, 50) | {"lr": 0.01, "epochs": 2}),
    Row("max_stable_lr", lambda rng: {"x": rng.normal(size=(5000, 50))}, _limit),
)
