"""How people get weight decay wrong."""

from solutions.misconceptions import misconception


@misconception(
    "weight_decay_step",
    "You let the old weights decay and then made the step. Here the decay comes last and shrinks the step too.",
    desk="some_entries",
)
def decay_before_the_step(w, dw, lr, decay):
    return (1 - decay) * w - lr * dw


@misconception(
    "weight_decay_step",
    "You multiplied the decay by the learning rate. Some libraries do; here the decay itself is the part that is "
    "taken away in one step.",
    desk="factor",
)
def decay_times_learning_rate(w, dw, lr, decay):
    return (1 - lr * decay) * (w - lr * dw)


@misconception(
    "weight_decay_step",
    "You kept what should be taken away: after one step only the decayed part of the weights is left.",
    desk="factor",
)
def decay_for_what_is_kept(w, dw, lr, decay):
    return decay * (w - lr * dw)


@misconception(
    "weight_decay_step",
    "You subtract the decay as a constant. What is taken away is a part of each weight, "
    "so large weights lose more and negative ones rise.",
    desk="value",
)
def decay_subtracted(w, dw, lr, decay):
    return w - lr * dw - decay


@misconception(
    "weight_decay_step",
    "Your weights grow: the sign of the decay is wrong. Each step shall bring them nearer to 0.",
    desk="factor",
)
def decay_grows(w, dw, lr, decay):
    return (1 + decay) * (w - lr * dw)


@misconception(
    "l2_equivalent",
    "Your coefficient is the one that the lecture prints, with the 2 on the wrong side. The derivative of the square "
    "brings a 2, so the coefficient holds half of the decay.",
    desk="value",
)
def equivalent_as_printed(lr, decay):
    return 2 * decay / lr, (1 - decay) * lr


@misconception(
    "l2_equivalent",
    "You answered for a decay before the step. Where it comes after the step it shrinks the step as well: "
    "the learning rate becomes smaller, and the coefficient makes up for it.",
    desk="value",
)
def equivalent_of_decay_before_the_step(lr, decay):
    return decay / (2 * lr), lr


@misconception(
    "l2_equivalent",
    "You forgot the 2 that comes from the derivative of the square. Your coefficient belongs to a penalty with "
    "a factor 1/2 in front.",
    desk="factor",
)
def equivalent_without_two(lr, decay):
    return decay / (lr * (1 - decay)), (1 - decay) * lr
