"""A class of 24 that hands in: right answers, slips, unfinished work, attacks. `make demo` plays its whole course."""
