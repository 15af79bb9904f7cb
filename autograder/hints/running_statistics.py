"""Running statistics are wrong, and nothing else."""

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.findings import Finding


@explains(Finding.VALUE)
def only_running_statistics(evidence: Evidence) -> Hint | None:
    """All wrong results of the call are running statistics."""
    running = {output.name: output for output in evidence.spec.outputs if output.running}
    if not all(wrong.output in running and wrong.code == Finding.VALUE for wrong in evidence.beside):
        return None
    return Hint(Finding.RUNNING, _sentence(evidence, running[evidence.output]))


def _sentence(evidence, output):
    parameters, running = evidence.case.inputs[output.entry_of], output.running
    old, weight, got = parameters[output.name], parameters[running.weight], evidence.got
    for switch, position in running.frozen.items():
        if parameters[switch] == position:
            return f"In {position} {switch} it must stay as it is."
    batch = (evidence.right - weight * old) / (1 - weight)
    if same(got, old):
        return "It still has its old value: the new one was not stored."
    if same(got, batch):
        return "It is the batch's own value: the old one has no weight."
    if same(got, (1 - weight) * old + weight * batch):
        return "Old and new value have each other's weights."
    return "All else that comes out is right."
