"""The losses of a generative adversarial network."""

from solutions.bench_rows import Row


def _real(rng, *names):
    return {name: rng.normal(size=100_000) for name in names}


def _discriminator(torch, real, fake):
    softplus = torch.nn.functional.softplus
    return softplus(-real).mean() + softplus(fake).mean()


ROWS = (
    Row("discriminator_loss", lambda rng: _real(rng, "real", "fake"), _discriminator),
    Row(
        "generator_loss",
        lambda rng: _real(rng, "fake"),
        lambda torch, fake: torch.nn.functional.softplus(-fake).mean(),
    ),
)
