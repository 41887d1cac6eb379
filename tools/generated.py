# SPDX-License-Identifier: Apache-2.0
"""Generated documents: written, or with --check compared with what stands in docs/."""

import argparse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(c) for c in line) + " |" for line in lines) + "\n"


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def noun_of(path):
    """`command/order` for src/command/order/decide.cpp."""
    return path.relative_to(ROOT / "src").parent.as_posix()


def finish(document, text, complaints):
    """Writes or checks docs/<document>; returns the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="fail if the document is out of date")
    path = ROOT / "docs" / document
    if not parser.parse_args().check:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        complaints = [*complaints, f"docs/{document} is out of date: run ./dev docs"]
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0
