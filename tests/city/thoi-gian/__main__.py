"""The 2023 plan over the city year at six days, worked out apart from the engine: standard library
only, exact fractions. Written from the plan's sentences and from the meaning of time in the rule
language, not from the rule files.

    python3 tests/city/thoi-gian [--data FOLDER] [--out FOLDER] [--all]

Writes for each day `kiem-tra-DAY.csv` (type;key;as_of;block;verdict_code;detail) and
`chi-tieu-DAY.csv` (targets;indicator;unit;as_of;value;outcome;not_due), `dem.csv` with the counts
of all verdicts, and for 31/01/2024 what the pack of 2023 decides in a run over several packs.
Verdicts `met`, `eligible` and `not_applicable` are left out unless `--all`: their numbers stand in
`dem.csv`. Exits 1 where a planted case comes out otherwise than worked out by hand.
"""

import sys
from collections import Counter
from datetime import date
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

from clauses import END
from duties import all_duties
from loans import all_groups, all_loans
from proposals import all_proposals
from rows import Year, shown
from targets import all_targets

HERE = Path(__file__).parent
DAYS = [
    date(2023, 1, 31),
    date(2023, 6, 10),
    date(2023, 6, 30),
    date(2023, 11, 15),
    date(2023, 12, 31),
    date(2024, 1, 31),
]
QUIET = ("met", "eligible", "not_applicable")


class Run:
    """A day, and whether packs of other years are asked beside this one."""

    def __init__(self, as_of, several_packs=False):
        self.as_of = as_of
        # After its period a pack asks its blocks with deadlines only.
        self.asks_without_deadline = as_of <= END
        # In a run over several packs, of those only what falls due after its own end.
        self.only_after_end = several_packs and as_of > END
        self.name = as_of.isoformat() + ("-nhieu-bo" if several_packs else "")


def checks(year, run):
    for part in (all_duties, all_loans, all_groups, all_proposals):
        yield from part(year, run)


def written(path, header, lines):
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def day_of(year, run, out, everything):
    """Writes a day's files; gives counts, verdicts by block and key, and outcomes of targets."""
    found = list(checks(year, run))
    told = [
        ";".join((kind, key, shown(as_of), block, verdict.code, verdict.detail))
        for kind, key, as_of, block, verdict in found
        if everything or verdict.code not in QUIET
    ]
    written(out / f"kiem-tra-{run.name}.csv", "type;key;as_of;block;verdict_code;detail", told)
    outcomes = {} if run.only_after_end else targets_of(year, run, found, out)
    counts = Counter((block, verdict.code) for _, _, _, block, verdict in found)
    # Of groups the latest month is last, as they come in order.
    last = {(block, key): verdict.code for _, key, _, block, verdict in found}
    return counts, last, outcomes


def targets_of(year, run, found, out):
    verdicts = {}
    for _, key, _, block, verdict in found:
        verdicts.setdefault(block, []).append((key, verdict))
    told = [
        (target, indicator, unit, shown(as_of), value, outcome, str(not_due))
        for target, indicator, unit, as_of, value, outcome, not_due in all_targets(
            year, run, verdicts
        )
    ]
    written(
        out / f"chi-tieu-{run.name}.csv",
        "targets;indicator;unit;as_of;value;outcome;not_due",
        [";".join(line) for line in told],
    )
    return {line[:4]: line[5] for line in told}


def planted(folder, outcomes, targets):
    """Cases that come out otherwise than by hand."""

    def lines(name):
        header, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
        return header.split(";"), [tuple(row.split(";")) for row in rows]

    header, cases = lines("planted.csv")
    for _, block, record, *expected in cases:
        for on, want in zip(header[3:], expected):
            got = outcomes[on].get((block, record), "")
            if got != want:
                yield f"{block}: {record} on {on}: {got or 'nothing'}, by hand {want or 'nothing'}"
    for *key, want in lines("planted-chi-tieu.csv")[1]:
        got = targets.get(tuple(key), "nothing")
        if got != want:
            yield f"{' '.join(key)}: {got}, by hand {want}"


def main():
    arguments = sys.argv[1:]

    def option(name, default):
        return Path(arguments[arguments.index(name) + 1]) if name in arguments else default

    folder = option("--data", HERE.parents[2] / "examples/data/nam-2023-thoi-gian")
    out = option("--out", HERE)
    out.mkdir(parents=True, exist_ok=True)
    year = Year(folder)
    counts, outcomes, targets = [], {}, {}
    for run in [*(Run(on) for on in DAYS), Run(DAYS[-1], several_packs=True)]:
        found, last, met = day_of(year, run, out, "--all" in arguments)
        targets.update(met)
        counts += [
            f"{run.name};{block};{code};{count}" for (block, code), count in sorted(found.items())
        ]
        outcomes.setdefault(shown(run.as_of), last)
    written(out / "dem.csv", "day;block;verdict_code;records", counts)
    wrong = list(planted(folder, outcomes, targets))
    print("\n".join(wrong), file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
