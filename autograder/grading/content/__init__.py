"""What students write, made fit to be shown: HTML and Markdown, in a process whose time and memory are limited."""
