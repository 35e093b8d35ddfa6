"""Run the command that answers a table of shipments."""

import contextlib
import secrets
from argparse import Namespace
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from corridor.cli.commands import UsageError
from corridor.cli.terminal import ANSWER, NO, limits_of, network_of, say, say_json
from corridor.formats.batches import answered
from corridor.formats.row_writers import write_rows
from corridor.formats.sources.rows import rows_of
from corridor.network.columns import Record
from corridor.user_values import whole_number


def _batch(options: Namespace) -> int:
    whole_number(options.jobs, "--jobs", 1, 256)
    net, limits = network_of(options), limits_of(options)
    target = Path(options.output)
    if target.exists() and not options.force:
        raise UsageError(f"{options.output} already exists\n  hint: --force replaces it")
    failed = 0

    def counted(row: Record) -> Record:
        nonlocal failed
        failed += row["error"] is not None
        return row

    temporary = target.with_name(f".{secrets.token_hex(4)}.{target.name}")
    with contextlib.ExitStack() as stack:
        stack.callback(temporary.unlink, missing_ok=True)
        pool: Executor | None = None
        if options.jobs > 1:
            pool = stack.enter_context(ProcessPoolExecutor(options.jobs))
        rows = rows_of(options.table, "shipments")
        number = write_rows(map(counted, answered(net, rows, limits, pool)), temporary)
        if number == 0:
            raise UsageError(f"{options.table} has no rows")
        temporary.replace(target)
    if options.json:
        say_json({"file": options.output, "rows": number, "errors": failed})
    else:
        told = f"; {failed:,} without an answer, see the column error" if failed else ""
        say(f"wrote {options.output}, {number:,} rows{told}")
    return NO if failed == number else ANSWER


RUNS = {"batch": _batch}
