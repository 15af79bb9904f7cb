"""What the kernels of all pages have done before they begin: the process that they are forked from imports this."""

import gc
import io
import os
import warnings

os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else the debugger, which nobody uses here, warns

import altair
import contourpy  # noqa: F401
import ipykernel.debugger
import ipykernel.kernelapp  # noqa: F401
import IPython.core.logger
import IPython.core.pylabtools  # noqa: F401
import matplotlib.pyplot  # noqa: F401
import numpy as np
import PIL.Image
import sklearn.datasets  # noqa: F401
from matplotlib.figure import Figure

import book.tools.build  # noqa: F401 (the main module, which every child imports again)
import solutions

# runpy says so in each child, which finds the main module imported already: that is what is wanted
warnings.filterwarnings("ignore", ".*found in sys.modules", RuntimeWarning)
PIL.Image.preinit()
altair.utils.schemapi.disable_debug_mode()  # a chart is validated when it is shown, not each part of it before, too
solutions.relu_forward(np.zeros((1, 1)))  # Numba reads its tables at the first call; this kernel has no threads
Figure().text(0, 0, "$x$").figure.savefig(io.BytesIO(), format="svg")  # Matplotlib reads fonts, and how to read TeX
gc.freeze()  # a collection in a child would touch, and thereby copy, all that is here
