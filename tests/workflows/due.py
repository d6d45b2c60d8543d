"""When cron expressions come due, by a library that Genesis does not use."""

from datetime import datetime, timedelta, tzinfo

from cronsim import CronSim


def due(cron: str, first: datetime, end: datetime) -> list[datetime]:
    """Every time from ``first`` on and before ``end``."""
    found: list[datetime] = []
    for moment in CronSim(cron, first - timedelta(minutes=1)):
        if moment >= end:
            return found
        found.append(moment)
    return found


def due_in(cron: str, zone: tzinfo, first: datetime, end: datetime) -> list[datetime]:
    """As :func:`due`, of local times, in the zone of ``first``."""
    local = due(cron, first.astimezone(zone), end.astimezone(zone))
    return [moment.astimezone(first.tzinfo) for moment in local]
