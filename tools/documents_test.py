# SPDX-License-Identifier: Apache-2.0
"""What the document generators read out of sources."""

import unittest

import cpp_text
from script import load

events, limits, refusals = load("events"), load("limits"), load("refusals")

MODEL = """// SPDX-License-Identifier: Apache-2.0
// An order goes down and its answers come up. More follows.
#pragma once

// Somebody with the right to it has issued an order.
struct Issued {
  OrderId id;
  std::vector<UnitCode> to;  // each unit that must answer
  // When it must be done.
  Instant due_at = {};
  std::map<UnitCode, int> counts{};
  bool urgent() const { return due_at < soon; }
  friend bool operator==(const Issued&, const Issued&) = default;
};
struct Closed {};
using Event = std::variant<Issued, Closed>;
"""


class Events(unittest.TestCase):
    def test_fields_and_their_comments(self):
        (name, issued), (_, closed) = events.events(MODEL)
        self.assertEqual("Issued", name)
        self.assertEqual("Somebody with the right to it has issued an order.", issued.comment)
        self.assertEqual(
            [
                ("OrderId", "id", ""),
                ("std::vector<UnitCode>", "to", "each unit that must answer"),
                ("Instant", "due_at", "When it must be done."),
                ("std::map<UnitCode, int>", "counts", ""),
            ],
            issued.fields,
        )
        self.assertEqual([], closed.fields)

    def test_the_head_gives_its_first_sentence(self):
        self.assertEqual("An order goes down and its answers come up.", events.head_comment(MODEL))

    def test_an_event_without_a_struct_is_noticed(self):
        self.assertEqual([("Lost", None)], list(events.events("using Event = std::variant<Lost>;")))


class Limits(unittest.TestCase):
    def test_values_and_meanings(self):
        text = """
            inline constexpr size_t body_bytes_max = 2 * 1024;  // of any request
            // of a list
            constexpr int rows_max{1'000};
            constexpr auto wait = seconds(3);
        """
        self.assertEqual(
            [
                ("body_bytes_max", "2,048", "of any request"),
                ("rows_max", "1,000", "of a list"),
                ("wait", "`seconds(3)`", ""),
            ],
            list(limits.limits(text)),
        )


class Refusals(unittest.TestCase):
    def test_names_codes_fields_and_meanings(self):
        text = """
            // A closed order stays closed. It may be issued again.
            if (s.closed) return conflict("order_must_be_open");
            if (x) return invalid("rows_must_be_few", "rows");
            if (y) return refuse(Code::unauthenticated, "token_must_be_valid");
            if (z) return internal("record_must_be_whole", "it is cut off");
            // return conflict("not_in_a_comment");
        """
        self.assertEqual(
            [
                ("order_must_be_open", "conflict", "", "A closed order stays closed."),
                ("rows_must_be_few", "invalid", "rows", ""),
                ("token_must_be_valid", "unauthenticated", "", ""),
                ("record_must_be_whole", "internal", "", ""),
            ],
            list(refusals.refusals(text)),
        )


class Reading(unittest.TestCase):
    def test_comments_and_strings_turn_into_spaces(self):
        text = 'f("a{b", \'}\', 1\'000); // {\ng(R"x(})x");'
        blanked = cpp_text.blank(text)
        self.assertEqual(len(text), len(blanked))
        self.assertNotIn("{", blanked)
        self.assertNotIn("}", blanked)
        self.assertIn("1'000", blanked)

    def test_functions_are_found_where_they_stand(self):
        code = """
            namespace a {
            template <class T = int>
            Result<std::function<void(int)>> make(T x, int y = 3) { return {}; }
            class B final : public C {
             public:
              explicit B(int n) noexcept : n_{n}, m_(n) { go(); }
              ~B() override;
              bool operator==(const B&) const = default;
              auto run(int z) const -> asio::awaitable<void>;
             private:
              int n_{3};
              std::function<void(int, int)> call_{nothing};
            };
            auto table = std::array{f(1), g(2)};
            }
        """
        found = [(f.name, len(f.parameters)) for f in cpp_text.functions(code)]
        want = [("make", 2), ("B", 1), ("~B", 0), ("operator==", 1), ("run", 1)]
        self.assertEqual(want, found)


if __name__ == "__main__":
    unittest.main()
