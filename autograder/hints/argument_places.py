"""Arguments, and entries of dictionaries among them, by their places."""


def argument_places(inputs):
    """Arguments, and entries of dictionaries, as (argument, key); the key of a whole argument is empty."""
    for name, value in inputs.items():
        yield from ((name, key) for key in value) if isinstance(value, dict) else [(name, "")]


def argument(inputs, place):
    """The value in a place of `argument_places`."""
    name, key = place
    return inputs[name][key] if key else inputs[name]


def with_argument(inputs, place, value):
    """The inputs with another value in a place of `argument_places`."""
    name, key = place
    return inputs | {name: inputs[name] | {key: value} if key else value}


def place_name(place):
    """A place of `argument_places` as it stands in Python."""
    name, key = place
    return f"{name}['{key}']" if key else name


def named_values(inputs):
    """Arguments and entries of dictionaries by their names in Python."""
    return {place_name(place): argument(inputs, place) for place in argument_places(inputs)}


def named_numbers(case):
    """Numbers among the arguments by name; not 0, which says nothing, and no seed."""
    return {
        name: value
        for name, value in named_values(case.inputs).items()
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value and not _is_seed(name)
    }


def _is_seed(name):
    return name == "rng" or "seed" in name
