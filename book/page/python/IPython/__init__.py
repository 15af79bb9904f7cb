"""What exercises and `autograder` use of IPython, where the page takes its place."""

import page_shell

version_info = (0, 0, 0)


def get_ipython():
    """Return the shell that runs the page's cells."""
    return page_shell.SHELL
