"""The book: its pages, what their cells import (`book.figures`), and the tools that build it."""
