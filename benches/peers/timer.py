"""Runs one program and tells what it took: python -I -S timer.py STDOUT STDERR PROGRAM ARGUMENT…

Prints exit code, wall seconds, CPU seconds, peak memory as the system counts it. Stays small on purpose: the system
counts the peak of a program from the size of the process that started it.
"""

import os
import sys
import time


def main():
    out, errors, *command = sys.argv[1:]
    new = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, out, new, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, errors, new, 0o644),
    ]
    began = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - began
    print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


if __name__ == "__main__":
    main()
