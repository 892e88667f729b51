"""The program that marks one workbook and dies: run by ``imports.marking``, never imported.

Standard input is one JSON line of problems (sheet, row, column letters, message, level) and then
the workbook; standard output is the marked workbook, or the reason with exit code 1.
"""

import json
import resource
import sys

from openpyxl.utils import column_index_from_string

from formats.marked import CannotMark, Problem, mark_problems

MEMORY = 2 * 1024**3
CPU = 110


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    problems = [
        Problem(
            sheet,
            row or None,
            column_index_from_string(column) if column else None,
            message,
            level,
        )
        for sheet, row, column, message, level in json.loads(
            sys.stdin.buffer.readline()
        )
    ]
    try:
        sys.stdout.buffer.write(mark_problems(sys.stdin.buffer.read(), problems))
    except CannotMark as reason:
        sys.stdout.buffer.write(str(reason).encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
