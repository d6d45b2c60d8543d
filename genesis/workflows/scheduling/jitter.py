"""How much later than its schedule a tracker begins, so that hundreds of them do not begin at once."""

from hashlib import sha256

from genesis.workflows.scheduling.times import Times


def delay_of(name: str, times: Times, most: int) -> int:
    """Minutes between 0 and ``most``, the same for a name on every machine and in every run.

    Less than the time to the next run, never into another day, and only such that five cron fields can say.
    """
    possible = [minutes for minutes in range(min(most, times.gap - 1) + 1) if times.later(minutes)]
    return possible[int.from_bytes(sha256(name.encode()).digest()[:8]) % len(possible)]
