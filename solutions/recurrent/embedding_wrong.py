"""How people get the word embedding wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "word_embedding_forward",
    "You took columns of the table. The first axis of W counts the words, the second their features: a word is a row.",
    desk="other_axis",
)
def word_embedding_columns(x, W):
    return W[:, x], (x, W)


@misconception(
    "word_embedding_forward",
    "You count the words from 1. The codes start at 0, so the first word of the vocabulary owns the first row; "
    "one less, and code 0 silently gets the last row.",
    desk="off_by_one",
)
def word_embedding_counted_from_one(x, W):
    return W[x - 1], (x, W)


@misconception(
    "word_embedding_forward",
    "You lined up the words of all sequences. The sequences stay apart: "
    "the axes of x, samples and steps, come first, and the features are added as the last.",
    desk="shape",
)
def word_embedding_flattened(x, W):
    return W[x.ravel()], (x, W)


@misconception(
    "word_embedding_backward",
    "A word that occurs twice keeps the gradient of one of its places only. Assigning to a row, or adding with an "
    "array of indices, writes each row once; the places of a word must add up.",
    desk="not_additive",
)
def word_embedding_repeated_words_lost(dout, cache):
    x, W = cache
    dW = np.zeros_like(W)
    dW[x] += dout
    return dW


@misconception(
    "word_embedding_backward",
    "You averaged over the places of a word. Each place uses the same row, and by the chain rule what they send back "
    "adds up; a frequent word may move further.",
    desk="some_entries",
)
def word_embedding_repeated_words_averaged(dout, cache):
    x, W = cache
    dW = np.zeros_like(W)
    np.add.at(dW, x, dout)
    return dW / np.maximum(np.bincount(x.ravel(), minlength=len(W)), 1)[:, None]


@misconception(
    "word_embedding_backward",
    "You divided by the number of sequences. If a mean over the batch is wanted, the loss takes it, "
    "and dout carries it already.",
    desk="factor",
)
def word_embedding_gradient_averaged(dout, cache):
    x, W = cache
    dW = np.zeros_like(W)
    np.add.at(dW, x, dout / len(x))
    return dW


@misconception(
    "word_embedding_backward",
    "You counted how often each word occurs. That is the slope alone; "
    "what each place sends back, dout, has to be multiplied with it.",
    desk="ignores_upstream",
)
def word_embedding_words_counted(dout, cache):
    x, W = cache
    return np.zeros_like(W) + np.bincount(x.ravel(), minlength=len(W))[:, None]


@misconception(
    "word_embedding_backward",
    "You returned rows only for the words of this batch. dW has the shape of W: words that do not occur have a row of "
    "zeros, otherwise the update would move the wrong words.",
    desk="shape",
)
def word_embedding_absent_words_left_out(dout, cache):
    x, W = cache
    dW = np.zeros_like(W)
    np.add.at(dW, x, dout)
    return dW[np.unique(x)]


@misconception(
    "word_embedding_backward",
    "You added the gradients onto the table itself. The table in the cache belongs to the model; "
    "a gradient starts from zeros in an array of its own.",
    desk="cache_changed",
)
def word_embedding_added_to_the_table(dout, cache):
    x, W = cache
    np.add.at(W, x, dout)
    return W
