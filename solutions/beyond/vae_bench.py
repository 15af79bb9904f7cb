"""Codes of a variational autoencoder."""

from solutions.bench_rows import Row


def _real(rng, *names):
    return {name: rng.normal(size=(256, 1024)) for name in names}


def _kl(torch, mu, logvar):
    return 0.5 * torch.sum(mu**2 + torch.exp(logvar) - 1 - logvar) / len(mu)


ROWS = (
    Row(
        "reparameterize_forward",
        lambda rng: _real(rng, "mu", "logvar", "eps"),
        lambda torch, mu, logvar, eps: mu + torch.exp(0.5 * logvar) * eps,
    ),
    Row("kl_loss", lambda rng: _real(rng, "mu", "logvar"), _kl),
)
