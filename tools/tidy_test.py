# SPDX-License-Identifier: Apache-2.0
"""Each rule of tidy is seen to refuse a bad sample, and to leave a good one alone."""

import tempfile
import unittest
from pathlib import Path

from script import load

tidy = load("tidy")
SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


def rules(path, text):
    """The names of the rules that a C++ or TypeScript file breaks."""
    return {rule for _, _, rule, _ in tidy.check(tidy.Source(path, SPDX + text))}


class Refuses(unittest.TestCase):
    def setUp(self):
        self.addCleanup(setattr, tidy, "ROOT", tidy.ROOT)
        tidy.ROOT = Path("no such folder")

    def refused(self, rule, path, text):
        self.assertIn(rule, rules(path, text))

    def allowed(self, path, text):
        self.assertEqual(set(), rules(path, text))


class EveryFile(Refuses):
    def test_the_licence_stands_first(self):
        for path in ("src/base/a.cpp", "web/src/a.ts", "web/src/A.vue", "tools/a.py", "tools/a.sh"):
            found = {rule for _, _, rule, _ in tidy.check(tidy.Source(path, "\nint x;\n"))}
            self.assertIn("spdx", found, path)
        self.allowed("web/src/Wall.vue", "<template></template>\n")
        script = "<template></template>\n<script setup lang='ts'>\n" + SPDX + "</script>\n"
        self.assertEqual([], list(tidy.check(tidy.Source("web/src/Wall.vue", script))))

    def test_a_file_has_600_lines_at_most(self):
        self.refused("file_length", "src/base/a.cpp", "int x;\n" * 600)
        self.allowed("src/base/a.cpp", "int x;\n" * 599)

    def test_a_line_has_100_columns_at_most_and_wide_characters_count_two(self):
        self.refused("line_length", "src/base/a.cpp", "int " + "x" * 96 + ";\n")
        self.refused("line_length", "src/base/a.cpp", "// " + "重" * 50 + "\n")
        self.allowed("src/base/a.cpp", 'auto x = "' + "重" * 48 + '";\n')

    def test_work_is_finished(self):
        for word in ("TO" + "DO", "FIX" + "ME", "X" + "XX"):
            self.refused("unfinished", "src/base/a.cpp", f"// {word} later\n")

    def test_no_path_belongs_to_one_machine(self):
        self.refused("machine_path", "src/base/a.cpp", 'auto x = "/ho' + 'me/me/data";\n')
        self.refused("machine_path", "tests/e2e/a.test.mjs", "const x = '/wo" + "rk/main';\n")
        self.allowed("src/base/a.cpp", 'auto x = "/api/v1/ho' + 'me/agents";\n')

    def test_names_say_something(self):
        self.refused("forbidden_name", "src/base/string_utils.h", "#pragma once\n")
        self.refused("forbidden_name", "web/src/common/a.ts", "")
        self.refused("forbidden_name", "src/base/a.cpp", "class OrderManager {};\n")
        self.refused("forbidden_name", "web/src/a.ts", "interface TimeHelper {}\n")
        self.allowed("src/base/a.cpp", "struct Utilisation {};\n")

    def test_file_names_are_snake_case(self):
        self.refused("file_name", "src/base/OrderView.cpp", "")
        self.refused("file_name", "tools/order-view.py", "")
        self.allowed("web/src/OrderView.vue", "")

    def test_no_test_is_switched_off(self):
        case = 'TEST_CASE("x" * doctest::skip()) {}\n'
        self.refused("disabled_test", "src/base/a_test.cpp", case)
        self.refused("disabled_test", "src/base/a_test.cpp", "TEST(A, DISABLED_b) {}\n")
        self.refused("disabled_test", "web/src/a.test.ts", "it.only('x', () => {});\n")
        self.refused("disabled_test", "web/src/a.test.ts", "describe.skip('x', () => {});\n")
        self.allowed("src/base/a.cpp", "void f(Reader r) { r.skip(4); }\n")

    def test_no_test_sleeps(self):
        nap = "void f() { std::this_thread::sleep_for(1s); }\n"
        self.refused("sleeping_test", "src/base/a_test.cpp", nap)
        self.refused("sleeping_test", "tests/e2e/a.test.mjs", "await page.waitForTimeout(5);\n")
        shell = "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\nwhile true; do sleep 1; done\n"
        found = {rule for _, _, rule, _ in tidy.check(tidy.Source("tests/e2e/a.sh", shell))}
        self.assertEqual({"sleeping_test"}, found)

    def test_code_does_not_hide_in_comments(self):
        for line in ("// int x = 3;", "// return x;", "  // if (x) {", "/* f(x); */"):
            self.refused("commented_out_code", "src/base/a.cpp", line + "\n")
        self.allowed("src/base/a.cpp", "// Copied (padded) first; see below;\n//   struct Noun {\n")
        self.allowed("src/base/a.cpp", 'auto x = "// int x = 3;";\n')


class EveryCpp(Refuses):
    def test_a_header_has_pragma_once(self):
        self.refused("pragma_once", "src/base/a.h", "int x;\n")

    def test_a_function_has_70_lines_at_most(self):
        self.refused("function_length", "src/base/a.cpp", "void f() {\n" + "x();\n" * 69 + "}\n")
        self.allowed("src/base/a.cpp", "void f() {\n" + "x();\n" * 68 + "}\n")
        inside = "namespace a {\nclass B : public C {\n  B(int n) : n_{n}, m_(n) {\n"
        self.refused("function_length", "src/base/a.cpp", inside + "x();\n" * 69 + "}\n};\n}\n")
        self.refused(
            "function_length", "src/base/a.cpp", 'TEST_CASE("a") {\n' + "x();\n" * 70 + "}\n"
        )

    def test_a_function_takes_five_parameters_at_most(self):
        six = "int a, int b, int c, int d, int e, int f"
        self.refused("parameters", "src/base/a.cpp", f"void g({six});\n")
        self.refused("parameters", "src/base/a.h", f"#pragma once\nclass A {{ A({six}); }};\n")
        five = "Map<int, int, int> a, int b, int c, int d, int e"
        self.allowed("src/base/a.cpp", f"void g({five}) {{}}\n")
        self.allowed("src/base/a.cpp", "LIFELINE_STRUCT(A, b, c, d, e, f, g)\nint x;\n")

    def test_a_coroutine_takes_its_parameters_by_value(self):
        path = "src/gateway/http/session.cpp"
        self.refused("awaits_by_reference", path, "asio::awaitable<void> run(const Text& t) {}\n")
        self.refused("awaits_by_reference", path, "auto run(Text&& t) -> asio::awaitable<void>;\n")
        self.refused(
            "awaits_by_reference", path, "void f() { g([](T& t) -> awaitable<void> { h(t); }); }\n"
        )
        self.allowed(path, "awaitable<Result<void>> run(Map<int, T&> t, Text u);\n")

    def test_a_co_await_expression_makes_nothing(self):
        path, bad = "src/gateway/http/session.cpp", "brace_in_await"
        self.refused(bad, path, "void f() { co_await send(Request{1}); }\n")
        self.refused(bad, path, "void f() { co_await post([x] { g(x); }); }\n")
        self.refused(bad, path, "void f() { auto r = Reply{co_await read()}; }\n")
        self.refused(bad, path, "void f() { g(co_await read(), Reply{}); }\n")
        self.allowed(
            path,
            "void f() {\n  if (!co_await read(x)) { g(); }\n  while (co_await more()) {\n"
            "    auto r = co_await send(std::move(x));\n  }\n"
            "  for (;;) co_await tick();\n  co_return co_await last();\n}\n",
        )

    def test_a_catch_block_awaits_nothing(self):
        text = "void f() { try { g(); } catch (const E& e) { h(); co_await k(); } }\n"
        self.refused("await_in_catch", "src/gateway/http/session.cpp", text)

    def test_heavy_headers_stay_at_home(self):
        asio, json = "#include <boost/asio.hpp>\n", "#include <boost/json.hpp>\n"
        self.refused("header_homes", "src/gateway/http/map.cpp", asio)
        self.refused("header_homes", "src/gateway/http/session.h", "#pragma once\n" + asio)
        self.allowed("src/gateway/http/session.cpp", asio)
        self.allowed("src/gateway/http/console_session.cpp", asio)
        self.refused("header_homes", "src/command/order/api.cpp", json)
        self.refused("header_homes", "src/base/json.h", "#pragma once\n" + json)
        self.allowed("src/gateway/ves/wire.cpp", json)
        self.refused("header_homes", "src/journal/memory.cpp", "#include <sqlite3.h>\n")
        self.allowed("src/journal/sqlite.cpp", "#include <sqlite3.h>\n")

    def test_include_paths_start_at_src(self):
        self.refused("include_paths", "src/base/a.cpp", '#include "b.h"\n')


class TheHouse(Refuses):
    def test_nothing_runs_up_or_across(self):
        for path, header in (
            ("src/base/a.cpp", "desk/desk.h"),
            ("src/journal/a.cpp", "solver/a.h"),
            ("src/desk/a.cpp", "command/order/model.h"),
            ("src/command/order/a.cpp", "network/alarm/model.h"),
            ("src/network/alarm/a.cpp", "service/rooms/view.h"),
            ("src/gateway/http/map.cpp", "rehearsal/world.h"),
            ("src/rehearsal/world.cpp", "app/main.h"),
        ):
            self.refused("floors", path, f'#include "{header}"\n')
        self.allowed("src/app/main.cpp", '#include "gateway/http/session.h"\n')
        self.allowed("src/network/alarm/react.cpp", '#include "command/incident/model.h"\n')

    def test_a_wing_is_one_of_the_house(self):
        self.refused("floors", "src/misc/a.cpp", "")

    def test_of_another_noun_only_its_model_and_view(self):
        path = "src/command/order/decide.cpp"
        self.refused("rooms_of_others", path, '#include "command/unit/rules.h"\n')
        self.allowed(path, '#include "command/unit/view.h"\n#include "command/order/text.h"\n')

    def test_the_domain_sees_no_clock_chance_or_thread(self):
        for text in (
            "#include <thread>\n",
            "auto now = std::chrono::system_clock::now();\n",
            "int x = rand();\n",
            "std::random_device seed;\n",
        ):
            self.refused("pure_domain", "src/service/rooms/decide.cpp", text)
        self.allowed("src/desk/clock.cpp", "auto now = std::chrono::system_clock::now();\n")

    def test_a_noun_has_twelve_events_at_most(self):
        many = ", ".join(f"E{i}" for i in range(13))
        text = f"#pragma once\nusing Event = std::variant<{many}>;\n"
        self.refused("events_per_noun", "src/command/order/model.h", text)

    def test_a_noun_has_all_its_rooms(self):
        found = [path for path, *_ in tidy.missing_rooms(["src/command/order/decide.cpp"])]
        self.assertIn("src/command/order/view.h", found)
        every = [f"src/command/order/{room}" for room in tidy.ROOMS]
        self.assertEqual([], list(tidy.missing_rooms(every)))

    def test_an_own_header_comes_first(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "src/base").mkdir(parents=True)
            (root / "src/base/a.h").write_text("")
            tidy.ROOT = root
            text = '#include <vector>\n#include "base/a.h"\n'
            self.refused("include_paths", "src/base/a.cpp", text)
            self.allowed("src/base/a.cpp", '#include "base/a.h"\n#include <vector>\n')


class TheTree(unittest.TestCase):
    def test_what_is_built_or_fetched_is_not_read(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for path in ("src/base/a.cpp", "build/b.cpp", "web/node_modules/c.ts", "dev"):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text("#!/usr/bin/env bash\n")
            self.assertEqual({"src/base/a.cpp", "dev"}, set(tidy.tree(root)))
            self.assertNotEqual([], list(tidy.findings(root)))

    def test_formatting_is_checked(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / ".clang-format").write_text("BasedOnStyle: Google\n")
            (root / "good.cpp").write_text("int x = 3;\n")
            (root / "bad.cpp").write_text("int   y=3;\n")
            self.assertEqual({"bad.cpp"}, set(tidy.badly_formatted(root)))
            self.assertEqual({"bad.cpp"}, set(tidy.badly_formatted(root)), "it is not forgotten")


if __name__ == "__main__":
    unittest.main()
