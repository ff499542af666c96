"""Send mutated requests to the loopback endpoint of a fake.

Each gets an answer, none of status 5xx without a body; no thread of the endpoint crashes; and none is accepted but
those that still have the signature of a key that is known, as botocore's own signer computes it. The same seed gives
the same requests: `python -m wirefuzz --seed 1 --only 4711` shows one of them again.
"""

from __future__ import annotations

import argparse
import sys
import time

from wirefuzz.judging import fuzz, request_of, target


def main(arguments: list[str]) -> int:
    """Send as many requests as are asked for and print what came of them; the status is 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="wirefuzz", description="Mutated requests for the loopback endpoint.")
    parser.add_argument("--requests", type=int, default=100_000, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same requests (%(default)s)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="show one request, and send it alone")
    options = parser.parse_args(arguments)
    numbers = range(options.requests) if options.only is None else range(options.only, options.only + 1)
    if options.only is not None:
        with target() as found:
            print(request_of(options.seed, options.only, found.requests))
    start = time.process_time()
    tally = fuzz(options.seed, numbers)
    print(*tally.lines(time.process_time() - start), sep="\n")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
