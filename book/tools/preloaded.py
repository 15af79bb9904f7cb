"""What the kernels of all pages have done before they begin: the process that they are forked from imports this."""

import warnings

import altair  # noqa: F401
import ipykernel.kernelapp  # noqa: F401
import matplotlib.pyplot  # noqa: F401
import numpy as np
import sklearn.datasets  # noqa: F401
import vl_convert  # noqa: F401

import book.tools.build  # noqa: F401 (the main module, which every child imports again)
import solutions

# runpy says so in each child, which finds the main module imported already: that is what is wanted
warnings.filterwarnings("ignore", ".*found in sys.modules", RuntimeWarning)
solutions.relu_forward(np.zeros((1, 1)))  # Numba reads its tables at the first call; this kernel has no threads
