"""Runs a Python module that ends when the process that started it ends, however that ended.

`python -m longleaf.cli.tether FD MODULE ARGUMENTS…`: FD is the reading end of a pipe whose writing
end the starter holds and never uses. The kernel closes it with the starter, even a killed one.
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE_SECONDS = 15


def main() -> None:
    tether, module = int(sys.argv[1]), sys.argv[2]
    threading.Thread(target=_end_with_the_starter, args=(tether,), daemon=True).start()
    sys.argv = sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_the_starter(tether: int) -> None:
    while os.read(tether, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
