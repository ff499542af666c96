"""What every test of this repository starts from: no AWS settings of the machine's, no proxy, and UTC."""

import os
import time

from hypothesis import HealthCheck, Phase, settings

pytest_plugins = ["pytester"]

for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
    del os.environ[name]
# botocore would otherwise read the files in ~/.aws and, finding no credentials, ask the instance metadata.
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):  # pragma: no branch - Windows has none
    time.tzset()

# Deadlines, and this check, would measure the machine's load: the first example of a test also pays for its imports.
BY_TIME = [HealthCheck.too_slow]
# The same examples in each run: one that is found by chance belongs to no change. `tox run -e search` looks for others.
settings.register_profile(
    "fakests", max_examples=100, deadline=None, derandomize=True, print_blob=True, suppress_health_check=BY_TIME
)
settings.register_profile("search", max_examples=2000, deadline=None, print_blob=True, suppress_health_check=BY_TIME)
# Mutation testing runs the laws thousands of times: the same few examples each time, and the first failure is enough.
settings.register_profile(
    "mutation",
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("fakests")
