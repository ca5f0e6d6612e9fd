"""`.env.example` names the settings that the portal reads: all of them and no others."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
ASSIGNMENT = re.compile(r"#?([A-Z][A-Z0-9_]*)=")


def names_in_settings() -> set[str]:
    """The first argument of every `env(...)` and `env.something(...)` call."""
    tree = ast.parse((ROOT / "cluster_portal" / "settings.py").read_text(encoding="utf-8"))
    names = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            called = call.func.value if isinstance(call.func, ast.Attribute) else call.func
            if isinstance(called, ast.Name) and called.id == "env":
                names.add(call.args[0].value)
    return names


def names_in_example() -> list[str]:
    return [match[1] for line in EXAMPLE if (match := ASSIGNMENT.match(line))]


def test_every_setting_stands_in_the_example_and_the_other_way_round():
    # A name with _FILE at its end is read from that file: django-environ does it for any setting.
    example = {name.removesuffix("_FILE") for name in names_in_example()}
    assert example == names_in_settings()


def test_no_setting_stands_twice():
    names = names_in_example()
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", names_in_example())
def test_one_comment_line_explains_each_setting(name):
    at = next(i for i, line in enumerate(EXAMPLE) if line.lstrip("#").startswith(f"{name}="))
    assert EXAMPLE[at - 1].startswith("# ")
    assert not EXAMPLE[at - 2].startswith("# ")
