"""Budgets: the same small draws at every run; ``pytest tests/properties --hypothesis-profile=hunt`` draws many new ones.

``EXAMPLES`` says how many of them.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

settings.register_profile(
    "default",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=70,
    suppress_health_check=_SLOW,
    phases=(Phase.generate,),
    report_multiple_bugs=False,
)
settings.register_profile(
    "hunt",
    settings.get_profile("default"),
    phases=(Phase.generate, Phase.shrink),
    derandomize=False,
    max_examples=int(os.environ.get("EXAMPLES", "5000")),
)
