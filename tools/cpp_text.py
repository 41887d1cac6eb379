# SPDX-License-Identifier: Apache-2.0
"""C++ read as text: what the style rules and the document generators need, and no more.

`blank` keeps every position and line, so an offset in the blanked text is one in the file.
`functions` and `structs` work by brackets; they know this project's habits, not all of C++.
"""

import bisect
import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)"
    r'|(?P<string>R"(?P<tag>[^(\s"]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')",
    re.DOTALL,
)
PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
BRACKETS = {"(": ")", "{": "}", "[": "]"}


def spaces(text):
    return re.sub(r"[^\n]", " ", text)


def blank(text, strings=True):
    """The text with comments, and strings unless told otherwise, turned into spaces."""

    def replace(match):
        token = match.group()
        if match.lastgroup != "comment" and match.group("comment") is None:
            return token[0] + spaces(token[1:-1]) + token[-1] if strings else token
        return spaces(token)

    return TOKEN.sub(replace, text)


def comments(text):
    """(offset, text) of each comment."""
    return [(m.start(), m.group()) for m in TOKEN.finditer(text) if m.group("comment")]


class Lines:
    """Line numbers, from 1, of offsets."""

    def __init__(self, text):
        self.starts = [0] + [m.end() for m in re.finditer("\n", text)]

    def at(self, offset):
        return bisect.bisect_right(self.starts, offset)


def closing(code, start):
    """The offset of the bracket that closes the one at `start`; the end if none does."""
    opener, closer = code[start], BRACKETS[code[start]]
    depth = 0
    for match in re.compile("[" + re.escape(opener + closer) + "]").finditer(code, start):
        depth += 1 if match.group() == opener else -1
        if depth == 0:
            return match.start()
    return len(code) - 1


def split_top(text, separator=","):
    """Splits at separators outside all brackets; angle brackets count, arrows do not."""
    parts, depth, start = [], 0, 0
    for i, char in enumerate(text):
        if char in "([{<":
            depth += 1
        elif char in ")]}" or (char == ">" and text[i - 1 : i] not in ("-", "=")):
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


@dataclass
class Function:
    head: str  # from the first word to the body or the semicolon
    name: str
    parameters: list
    start: int  # offset of the head
    end: int  # offset of the last character
    body: str  # empty for a declaration


SIGNATURE = re.compile(r"(~?\w+|operator\s*[^\s\w(]+|operator\s*\(\))\s*\(")
AFTER_PARAMETERS = re.compile(
    r"(?:\s*(?:const\b|noexcept\b(?:\s*\([^()]*\))?|override\b|final\b|mutable\b|&&?|try\b"
    r"|->[\s\w:<>,*&()]+|requires\b.*|:(?!:).*|=\s*(?:0|default|delete)))*\s*",
    re.DOTALL,
)


TEMPLATE = re.compile(r"\btemplate\s*<[^<>]*(?:<[^<>]*>[^<>]*)*>|\balignas\s*\([^()]*\)")
NOT_NAMES = {"if", "for", "while", "switch", "return", "decltype", "requires", "explicit"}


def signature(head):
    """(name, parameters) if the head declares a function, else None."""
    head = TEMPLATE.sub(spaces_of, head)
    for match in SIGNATURE.finditer(head):
        if "=" in head[: match.start()] and "operator" not in head:
            return None
        end = closing(head, match.end() - 1)
        if match.group(1) not in NOT_NAMES and AFTER_PARAMETERS.fullmatch(head, end + 1):
            return match.group(1), split_top(head[match.end() : end])
    return None


def spaces_of(match):
    return spaces(match.group())


def opens_member(head):
    """Whether a brace after this head initialises a member: `Desk(int n) : n_` before `{n}`."""
    return re.search(r"\)\s*(?:noexcept\s*)?:(?!:)", head) and re.search(r"[\w>]\s*$", head)


def functions(code):
    """The functions at namespace and class level of blanked code, declarations included."""
    code = PREPROCESSOR.sub(spaces_of, code)
    found, head_start, i = [], 0, 0
    event = re.compile(r"[{};(]|\b(?:public|private|protected)\s*:")
    while match := event.search(code, i):
        i = match.end()
        mark, head = match.group(), code[head_start : match.start()]
        if mark == "(":
            i = closing(code, match.start()) + 1
        elif mark == "{" and opens_member(head):
            i = closing(code, match.start()) + 1
        elif mark == "{" and is_scope(head):
            head_start = i
        elif mark in "{;":
            end = closing(code, match.start()) if mark == "{" else match.start()
            named = signature(head)
            if named:
                start = head_start + len(head) - len(head.lstrip())
                body = code[match.start() : end + 1] if mark == "{" else ""
                found.append(Function(head.strip(), *named, start, end, body))
            i = end + 1
            # An initialiser's brace is part of a declaration that ends at the semicolon.
            if mark == ";" or named or not head.strip():
                head_start = i
        else:
            head_start = i
    return found


def is_scope(head):
    """Whether the brace after this head opens a namespace or a class."""
    plain = TEMPLATE.sub("", head).strip()
    if re.match(r"(?:inline\s+)?namespace\b|extern\s*\"", plain):
        return True
    return bool(re.match(r"(?:class|struct|union)\b[^()=]*$", plain))


@dataclass
class Struct:
    name: str
    comment: str  # the comment right above, joined to one line
    fields: list  # (type, name, comment)
    start: int


FIELD = re.compile(r"^(?P<type>[\w:<>,\s*&()]+?[\s>*&])(?P<name>\w+)\s*(?:\{.*\}|=.*)?$", re.DOTALL)


def comment_text(lines):
    text = " ".join(line.strip().lstrip("/*").rstrip("*/").strip() for line in lines)
    return re.sub(r"\s+", " ", text).strip()


def comment_above(text, offset):
    """The run of // lines that ends on the line above the offset."""
    above = text[: text.rfind("\n", 0, offset) + 1].splitlines()
    run = []
    while above and above[-1].strip().startswith("//"):
        run.insert(0, above.pop())
    return comment_text(run)


def comment_beside(text, offset):
    """The // comment that follows on the same line."""
    end = text.find("\n", offset)
    rest = text[offset : len(text) if end < 0 else end]
    found = re.search(r"//(.*)", rest)
    return found.group(1).strip() if found else ""


def structs(text):
    """The plain structs of a file with their fields and the comments on both."""
    code, found = blank(text), []
    for match in re.finditer(r"\bstruct\s+(\w+)\s*(?::[^;{]*)?\{", code):
        end = closing(code, match.end() - 1)
        fields, start = [], match.end()
        for part in split_fields(code[match.end() : end]):
            body, at = part[1], start + part[0]
            field = FIELD.match(body.strip())
            if field and not re.match(r"\s*(?:using|friend|static|constexpr|enum)\b", body):
                first = at + len(body) - len(body.lstrip())
                last = at + len(body)
                said = comment_beside(text, last) or comment_above(text, first)
                kind = re.sub(r"\s+", " ", field["type"]).strip()
                fields.append((kind, field["name"], said))
        said = comment_above(text, match.start())
        found.append(Struct(match.group(1), said, fields, match.start()))
    return found


def split_fields(body):
    """(offset, declaration) of each `;`-ended part outside brackets."""
    start, i = 0, 0
    for match in re.finditer(r"[;({]", body):
        if match.start() < i:
            continue
        if match.group() == ";":
            yield start, body[start : match.start()]
            start = match.end()
        else:
            i = closing(body, match.start()) + 1
            if match.group() == "{" and SIGNATURE.search(body[start : match.start()]):
                start = i


def variant(text, name):
    """The type names in `using <name> = std::variant<…>`, or an empty list."""
    match = re.search(r"\busing\s+" + name + r"\s*=\s*std::variant\s*<([^;]*)>\s*;", blank(text))
    return split_top(match.group(1)) if match else []
