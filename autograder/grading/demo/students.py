"""Who is in the class of the demo, and who hands in what."""

from dataclasses import dataclass

NAMES = (
    "Amara Okafor",
    "Anna Kowalska",
    "Aroha Ngata",
    "Ayşe Yılmaz",
    "Camila Fernández",
    "Chidi Eze",
    "Dmitri Volkov",
    "Elif Demir",
    "Fatima Al-Sayed",
    "Giulia Romano",
    "Hiroshi Tanaka",
    "Ingrid Solberg",
    "Jamal Haddad",
    "Kofi Mensah",
    "Lan Nguyen",
    "Lucía Quispe",
    "Maeve Byrne",
    "Min-jun Park",
    "Noor Rahman",
    "Priya Iyer",
    "Samuel Tesfaye",
    "Sofia Papadaki",
    "Wei Chen",
    "Yael Levi",
)


@dataclass(frozen=True)
class Part:
    """What one student does with one assignment.

    `kind` is right, slip, unfinished or hostile; `how` names the style, the way
    of being unfinished or the attack; `slips` counts misconceptions.
    """

    assignment: str
    kind: str
    how: str = "loops"
    slips: int = 0


PARTS = (
    Part("layers", "right", "model answer"),
    Part("layers", "right", "einsum"),
    Part("layers", "slip", slips=1),
    Part("layers", "slip", slips=2),
    Part("layers", "unfinished", "stubs left"),
    Part("layers", "hostile", "spy"),
    Part("convolution", "right", "model answer"),
    Part("convolution", "right", "einsum"),
    Part("convolution", "right", "columns"),
    Part("convolution", "slip", "einsum", slips=1),
    Part("convolution", "slip", slips=2),
    Part("convolution", "unfinished", "syntax error"),
    Part("convolution", "hostile", "bomb"),
    Part("batchnorm", "right", "model answer"),
    Part("batchnorm", "right", "loops"),
    Part("batchnorm", "slip", slips=1),
    Part("batchnorm", "slip", slips=3),
    Part("batchnorm", "unfinished", "stops in the middle"),
    Part("attention", "right", "model answer"),
    Part("attention", "right", "einsum"),
    Part("attention", "slip", slips=1),
    Part("attention", "slip", slips=1),
    Part("attention", "slip", slips=2),
    Part("attention", "unfinished", "nothing done"),
)

ASSIGNMENTS = sorted({part.assignment for part in PARTS})

# What students write under the question that a human marks: those who got everything right, and those who slipped.
WRITTEN = {
    "layers": {
        "right": "exp(-max) is a factor of the numerator and of every term of the denominator, so it cancels. Without "
        "it exp overflows for large scores, and for very negative ones the denominator becomes 0.",
        "slip": "Because otherwise exp gets too big.",
    },
    "convolution": {
        "right": "1024 * 1024 = 1 048 576 weights against 25. The convolution assumes that a pattern means the same "
        "wherever it stands in the image.",
        "slip": "The fully connected layer needs about a million weights and the filter 25.",
    },
    "batchnorm": {
        "right": "The mean of one sample is the sample, so every normalised feature is 0 and the output is beta, "
        "whatever the image. Test mode takes the running mean and variance from training.",
        "slip": "Test mode uses the running averages.",
    },
    "attention": {
        "right": "A score is a sum of 64 products of mean 0 and variance 1: mean 0, variance 64. Divided by 8 it has "
        "variance 1. Unscaled, the softmax is close to one-hot and its gradient nearly vanishes.",
        "slip": "The scores get too large without it.",
    },
    "optimizers": {
        "right": "With the corrections the first step is the rate. Without them it is 0.1 g / sqrt(0.001 g^2), 3.16 "
        "times the rate: the two means are too small by different factors until the slower one has warmed up.",
        "slip": "The means start at 0, so they are too small.",
    },
}
