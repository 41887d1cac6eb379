# SPDX-License-Identifier: Apache-2.0
"""The summaries of each test tool, as they print them."""

import tempfile
import unittest
from pathlib import Path

from script import load

tally = load("tally")


class Readers(unittest.TestCase):
    def test_a_plain_command_counts_once(self):
        self.assertEqual((1, 0, 0), tally.plain(0, ""))
        self.assertEqual((0, 1, 0), tally.plain(2, ""))

    def test_a_build_counts_only_if_it_fails(self):
        self.assertEqual((0, 0, 0), tally.gate(0, ""))
        self.assertEqual((0, 1, 0), tally.gate(1, ""))

    def test_python(self):
        self.assertEqual((7, 0, 0), tally.python(0, "Ran 7 tests in 0.1s\n\nOK\n"))
        log = "Ran 7 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=1)\n"
        self.assertEqual((3, 3, 1), tally.python(1, log))

    def test_vitest(self):
        log = " Test Files  2 passed (2)\n      Tests  12 passed (12)\n"
        self.assertEqual((12, 0, 0), tally.vitest(0, log))
        log = " Test Files  1 failed (2)\n      Tests  1 failed | 11 passed | 2 skipped (14)\n"
        self.assertEqual((11, 1, 2), tally.vitest(1, log))
        self.assertEqual((0, 0, 0), tally.vitest(1, "no test files found\n"))

    def test_node(self):
        log = "1..3\n# tests 3\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 0\n# todo 0\n"
        self.assertEqual((2, 1, 0), tally.node(1, log))

    def test_verdicts(self):
        self.assertEqual((1, 1, 0), tally.verdicts(1, "PASS fuzz ves: 9 inputs\nFAIL fuzz snmp\n"))

    def test_programs(self):
        log = "67% tests passed, 1 tests failed out of 3\n"
        self.assertEqual((2, 1, 0), tally.programs(8, log))
        self.assertEqual((0, 0, 0), tally.programs(0, "No tests were found!!!\n"))


BLOCKS = """
1/3 Testing: unit_base
Output:
[doctest] test cases:  4 |  3 passed | 1 failed | 0 skipped
<end of output>
Test Failed.

2/3 Testing: replay
Output:
fine
<end of output>
Test Passed.

3/3 Testing: crashes
Output:
<end of output>
Test Failed.
"""


class Ctest(unittest.TestCase):
    def count(self, blocks):
        with tempfile.TemporaryDirectory() as folder:
            record = Path(folder, "Testing/Temporary/LastTest.log")
            record.parent.mkdir(parents=True)
            record.write_text(blocks)
            return tally.ctest(0, f"Internal ctest changing into directory: {folder}\n")

    def test_doctest_programs_count_by_case_and_others_once(self):
        self.assertEqual((4, 2, 0), self.count(BLOCKS))

    def test_a_program_without_a_case_is_a_failure(self):
        empty = "1/1 Testing: unit\n[doctest] test cases: 0 | 0 passed | 0 failed | 0 skipped\n"
        self.assertEqual((0, 1, 0), self.count(empty + "Test Passed.\n"))

    def test_a_program_that_dies_after_its_summary_is_a_failure(self):
        dead = "1/1 Testing: unit\n[doctest] test cases: 2 | 2 passed | 0 failed | 0 skipped\n"
        self.assertEqual((2, 1, 0), self.count(dead + "Test Failed.\n"))


if __name__ == "__main__":
    unittest.main()
