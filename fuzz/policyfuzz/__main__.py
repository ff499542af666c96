"""Feed random documents to `parse_policy`, and requests to the policies that they become.

Each document ends in a policy or in a PolicyError; each decision is made, explained and written as JSON; nothing else
is raised. Reading or deciding takes no longer than 50 ms of CPU time, and explaining, which decides several times, 250.
The same seed gives the same documents: `python -m policyfuzz --seed 1 --only 4711` shows one of them again.
"""

from __future__ import annotations

import argparse
import sys
import time

from policyfuzz.judging import document, fuzz


def main(arguments: list[str]) -> int:
    """Judge as many documents as are asked for and print what came of them; the status is 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="policyfuzz", description="Random documents for parse_policy and evaluate.")
    parser.add_argument("--documents", type=int, default=100_000, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same documents (%(default)s)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="show one document, and judge it alone")
    options = parser.parse_args(arguments)
    numbers = range(options.documents) if options.only is None else range(options.only, options.only + 1)
    if options.only is not None:
        _, kind, made = document(options.seed, options.only)
        print(f"{kind.value}: {repr(made)[:20_000]}")
    start = time.process_time()
    tally = fuzz(options.seed, numbers)
    print(*tally.lines(time.process_time() - start), sep="\n")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
