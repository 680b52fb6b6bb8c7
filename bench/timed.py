"""A function of a text, timed in a process of its own: `python -m bench.timed MODULE FUNCTION`.

Reads texts from stdin, a JSON string a line; prints, as JSON, what the function makes of each and
how many CPU seconds they took together. Under any Python that has what the module needs.
"""

import importlib
import json
import sys
import time

_FIRST = 20  # texts, before the clock runs: what is loaded late is loaded then


def main() -> None:
    """Time the function."""
    module, name = sys.argv[1:]
    function = getattr(importlib.import_module(module), name)
    texts = [json.loads(line) for line in sys.stdin]
    for text in texts[:_FIRST]:
        function(text)
    began = time.process_time()
    made = [function(text) for text in texts]
    seconds = time.process_time() - began
    json.dump({"made": made, "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
