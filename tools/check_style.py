#!/usr/bin/env python3
"""House rules that neither the compiler nor clang-format knows.

- size: a source over 800 lines fails, over 500 is named; over 400 lines it must
  open with an essay (10 comment lines) that says what it does and how
- no function whose answer depends on the locale (the list that Bitcoin Core's
  lint bans, without those that share a name with ours)
- no random_device; no system_clock but in apps, tasks, store: seed and time are arguments
- no `throw`, no `delete`, no `new` but straight into an owner's hands: p(new X)
- headers: `#pragma once`, no `using namespace`
- a to-do names its issue: TODO(#12)
- src/base holds at most 20 parts (x.h, x.cc and their tests count as one)
- a relative link in a .md file leads somewhere
- no tabs, no CR line ends, no path of somebody's machine in any text file

A line with NOLINT(style) and a reason is let through. usage: check_style.py [--self-test]
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES_MAX, LINES_WARN, LINES_ESSAY, ESSAY_MIN, BASE_MAX = 800, 500, 400, 10, 20

LOCALE = """
alphasort asctime asctime_r asprintf atof atoi atol atoll atoq btowc ctime ctime_r dprintf fgetwc fgetws fputwc fputws
fscanf fwprintf getdate getdate_r getwc getwchar isalnum isalpha isascii isblank iscntrl isctype isdigit isgraph islower
isprint ispunct isspace isupper iswalnum iswalpha iswblank iswcntrl iswctype iswdigit iswgraph iswlower iswprint
iswpunct iswspace iswupper iswxdigit isxdigit localeconv localtime mblen mbrlen mbrtowc mbsinit mbsnrtowcs mbsrtowcs
mbstowcs mbtowc printf putwc putwchar scanf setlocale snprintf sprintf sscanf stod stof stoi stol stold stoll stoul
stoull strcasecmp strcasestr strcoll strfmon strftime strncasecmp strptime strtod strtof strtoimax strtol
strtold strtoll strtoq strtoul strtoull strtoumax strtouq strxfrm swprintf tolower toupper towctrans towlower towupper
ungetwc vasprintf vdprintf vfscanf vfwprintf vprintf vscanf vsnprintf vsprintf vsscanf vswprintf vwprintf wcrtomb
wcscasecmp wcscoll wcsftime wcsncasecmp wcsnrtombs wcsrtombs wcstod wcstof wcstoimax wcstol wcstold wcstoll wcstombs
wcstoul wcstoull wcstoumax wcswidth wcsxfrm wctob wctomb wctrans wctype wcwidth wprintf
""".split()
CODE_RULES = [
    (re.compile(r"(?<![\w.>:])(?:std::|::)?(" + "|".join(LOCALE) + r")\s*\("), "depends on the locale"),
    (re.compile(r"\b(std::locale|std::regex|std::stringstream|std::ostringstream|std::istringstream)\b"),
     "depends on the locale"),
    (re.compile(r"\b(random_device|system_clock)\b"), "a seed or a time is an argument"),
    (re.compile(r"\b(throw)\b"), "errors are values (base/result.h)"),
    (re.compile(r"(?<!operator )(?<!\()\b(new)\s+[\w:<]"), "no bare allocation; std::make_unique or a container"),
    (re.compile(r"(?<!operator )\b(delete)\b(?:\[\])?\s+[\w*]"), "no bare allocation; give it an owner"),
]
TO_DO = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b(?!\(#\d+\))")
MACHINE_PATH = re.compile(r"(?<![\w.\]])/(?:work|tmp|home|root|Users)/[\w.]")
TEXT = {".h", ".cc", ".py", ".sh", ".md", ".txt", ".case", ".json", ".cmake", ".in", ""}


def code_only(text):
    """The text with comments and what stands in quotes blanked, line for line."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    pattern = r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\''
    return re.sub(pattern, blank, text, flags=re.S)


def essay_lines(lines):
    count = 0
    for line in lines:
        if line.startswith("//"):
            count += 1
        elif line.strip() and not line.startswith("#pragma once"):
            break
    return count


def check_source(name, text):
    bad, lines = [], text.splitlines()
    is_header, is_test = name.endswith(".h"), "_test" in name.rsplit("/", 1)[-1]
    if len(lines) > LINES_MAX:
        bad.append(f"{name}: {len(lines)} lines; the most is {LINES_MAX}")
    if len(lines) > LINES_ESSAY and not is_test and essay_lines(lines) < ESSAY_MIN:
        bad.append(f"{name}: {len(lines)} lines without an essay at the top ({ESSAY_MIN} comment lines)")
    if is_header and "#pragma once" not in text:
        bad.append(f"{name}: no #pragma once")
    for number, (raw, line) in enumerate(zip(lines, code_only(text).splitlines()), 1):
        if "NOLINT(style)" in raw:
            continue
        if is_header and re.search(r"\busing\s+namespace\b", line):
            bad.append(f"{name}:{number}: using namespace in a header")
        for rule, why in CODE_RULES:
            hit = rule.search(line)
            if hit and not (is_test and "stream" in hit.group(1)) and not (
                    hit.group(1) == "system_clock" and name.startswith(("apps/", "src/tasks/", "src/store/"))):
                bad.append(f"{name}:{number}: {hit.group(1)}: {why}")
    return bad


def check_text(name, data):
    bad = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [f"{name}: not UTF-8"]
    if "\r" in text:
        bad.append(f"{name}: CR line ends")
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line and not name.endswith(".case"):
            bad.append(f"{name}:{number}: a tab")
        if TO_DO.search(line):
            bad.append(f"{name}:{number}: a to-do without its issue")
        if MACHINE_PATH.search(line):
            bad.append(f"{name}:{number}: a path of somebody's machine")
    if name.endswith((".h", ".cc")):
        bad += check_source(name, text)
    return bad


def check_links(path, root, text):
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)
    targets = re.findall(r"\]\(([^)\s]+)\)", prose)
    return [f"{path.relative_to(root)}: the link {t} leads nowhere" for t in targets
            if not re.match(r"[a-z]+:|#", t) and not (path.parent / t.split("#")[0]).exists()]


def list_files(root):
    try:
        done = subprocess.run(["git", "-c", f"safe.directory={root}", "ls-files", "-co", "--exclude-standard"],
                              cwd=root, text=True, capture_output=True, check=True)
        paths = [root / name for name in done.stdout.splitlines()]
    except (OSError, subprocess.CalledProcessError):  # no git, or a tree without its history
        paths = [p for p in root.rglob("*") if not {"build", ".git", "__pycache__"} & set(p.relative_to(root).parts)]
    return sorted(p for p in paths if p.is_file() and p.suffix in TEXT)


def check(root):
    bad, warnings, files = [], [], list_files(root)
    for path in files:
        name, data = str(path.relative_to(root)), path.read_bytes()
        bad += check_text(name, data)
        if path.suffix == ".md":
            bad += check_links(path, root, data.decode("utf-8", "replace"))
        lines = data.count(b"\n")
        if LINES_WARN < lines <= LINES_MAX and name.endswith((".h", ".cc")):
            warnings.append(f"{name}: {lines} lines, getting long")
    parts = {re.sub(r"(_test|_fuzz)?\.\w+(\.in)?$", "", p.name) for p in (root / "src" / "base").glob("*.*")}
    if len(parts) > BASE_MAX:
        bad.append(f"src/base: {len(parts)} parts; the most is {BASE_MAX}. What has one user lives with that user")
    return files, warnings, bad


# ---- self-test ------------------------------------------------------------

BROKEN = [
    ("a.cc", "int x = isalpha(c);\n", "locale"),
    ("a.cc", "int x = std::stoi(s);\n", "locale"),
    ("a.cc", "std::ostringstream out;\n", "locale"),
    ("a.cc", "std::random_device seed;\n", "argument"),
    ("a.cc", "throw 1;\n", "values"),
    ("a.cc", "auto* p = new int(3);\n", "allocation"),
    ("a.cc", "delete p;\n", "allocation"),
    ("a.h", "#pragma once\nusing namespace std;\n", "using namespace"),
    ("a.h", "int x;\n", "pragma once"),
    ("a.cc", "// TO" + "DO later\n", "to-do"),
    ("a.md", "see /wo" + "rk/main/x\n", "machine"),
    ("a.cc", "\tint x;\n", "tab"),
    ("a.cc", "int x;\r\n", "CR"),
    ("a.cc", "int x;\n" * 801, "the most is"),
    ("a.cc", "int x;\n" * 401, "essay"),
]
GOOD = [
    ("a.cc", '// isalpha( is banned\nauto s = "new throw"; x.printf(1); foo_isalpha(c); A(const A&) = delete;\n'),
    ("a.cc", "// TO" + "DO(#12): later\n"),
    ("a.cc", "// why\n" * 12 + "int x;\n" * 401),
    ("a_test.cc", "int x;\n" * 401),
    ("a.md", "https://example.org/wo" + "rk/x\n"),
    ("a.cc", "auto n = snprintf(b, 2, f);  // NOLINT(style): no number in it\n"),
]


def self_test():
    wrong = []
    for name, text, want in BROKEN:
        got = check_text(name, text.encode())
        if not any(want in line for line in got):
            wrong.append(f"self-test: {text[:40]!r} should say '{want}', said {got}")
    for name, text in GOOD:
        got = check_text(name, text.encode())
        if got:
            wrong.append(f"self-test: {text[:40]!r} was refused: {got}")
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder, "src", "base")
        base.mkdir(parents=True)
        for i in range(21):
            (base / f"part{i}.h").write_text("#pragma once\n")
        pathlib.Path(folder, "a.md").write_text("[x](a.md#top) [y](https://example.org) `[z](z)` [b](b.md)\n")
        links = [line for line in check(pathlib.Path(folder))[2] if "leads nowhere" in line]
        if len(links) != 1 or "b.md" not in links[0]:
            wrong.append(f"self-test: of four links one is broken, said {links}")
        if not any("21 parts" in line for line in check(pathlib.Path(folder))[2]):
            wrong.append("self-test: 21 parts in base/ passed")
    print("\n".join(wrong) or f"style self-test: {len(BROKEN) + 2} breaches found, {len(GOOD)} good texts passed")
    return 1 if wrong else 0


def main():
    if "--self-test" in sys.argv:
        return self_test()
    files, warnings, bad = check(ROOT)
    for line in warnings:
        print(f"note: {line}")
    print("\n".join(bad) or f"style: {len(files)} files, no findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
