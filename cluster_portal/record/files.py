"""Reads YAML and CSV as text: nothing is turned into a number, a date or a yes/no on the way."""

import csv
import hashlib
import io
import re
from pathlib import Path
from typing import Any

import yaml

from cluster_portal.record.errors import Place, Problem, RecordError

CSV_FILES = ("units.csv", "successions.csv", "indicators.csv", "award_forms.csv")
YAML_FILES = ("sources.yaml", "clusters.yaml", "leadership.yaml", "movements.yaml")
CONFERENCES = "conferences"

# Everything below space except tab and line breaks, and delete.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _TextLoader(yaml.BaseLoader):
    """Every scalar is a string; a key given twice is refused rather than silently dropped."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        seen = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"trường “{name}” ghi hai lần", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path, place: Place) -> Any:
    """Return the mapping, list or string of a YAML file. Raises `RecordError`."""
    text = read_text(path, place)
    try:
        data = yaml.load(text, Loader=_TextLoader)  # nosec B506 # a loader of plain text alone
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = place.field(f"dòng {mark.line + 1}, cột {mark.column + 1}") if mark else place
        twice = isinstance(error, yaml.constructor.ConstructorError) and "hai lần" in error.problem
        message = error.problem if twice else "sai cú pháp YAML"
        raise RecordError([Problem(where, message)]) from error
    except RecursionError as error:
        raise RecordError([Problem(place, "các mục lồng nhau quá sâu")]) from error
    if data is None:
        raise RecordError([Problem(place, "tệp trống")])
    return data


def read_csv(path: Path, place: Place) -> list[tuple[Place, dict[str, str]]]:
    """Return each row with its place, as a mapping by the names of the first line.

    Empty lines are passed over. Raises `RecordError` for a file without rows, for a row with more
    or fewer cells than names, and for what `read_text` refuses.
    """
    reader = csv.reader(io.StringIO(read_text(path, place), newline=""), strict=True)
    rows, problems = [], []
    try:
        names = next(reader, [])
        for cells in reader:
            at = place.field(f"dòng {reader.line_num}")
            if len(cells) == len(names):
                rows.append((at, dict(zip(names, cells, strict=True))))
            elif cells:
                problems.append(Problem(at, f"có {len(cells)} ô, dòng đầu có {len(names)} tên cột"))
    except csv.Error as error:
        at = place.field(f"dòng {reader.line_num}")
        raise RecordError([Problem(at, "sai cú pháp CSV")]) from error
    if not rows and not problems:
        problems.append(Problem(place, "tệp không có dòng nào"))
    if problems:
        raise RecordError(problems)
    return rows


def read_text(path: Path, place: Place) -> str:
    """Return a UTF-8 file's text. Raises `RecordError` for anything that is no clean text."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise RecordError([Problem(place, "không tìm thấy tệp")]) from error
    except IsADirectoryError as error:
        raise RecordError([Problem(place, "đây là thư mục, không phải tệp")]) from error
    except OSError as error:
        raise RecordError([Problem(place, "không đọc được tệp; kiểm tra quyền đọc")]) from error
    except UnicodeDecodeError as error:
        raise RecordError([Problem(place, "tệp không phải văn bản UTF-8")]) from error
    if found := _CONTROL.search(text):
        before = text[: found.start()]
        line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
        where = place.field(f"dòng {line}, cột {column}")
        code = f"U+{ord(found[0]):04X}"
        raise RecordError([Problem(where, f"có ký tự điều khiển {code} không được phép")])
    return text


def conference_paths(directory: Path) -> list[Path]:
    """The conference files, in the order of their names."""
    return sorted((directory / CONFERENCES).glob("*.yaml"))


def record_paths(directory: Path) -> list[Path]:
    """Every file that the record consists of, whether it exists or not."""
    return [directory / name for name in (*CSV_FILES, *YAML_FILES)] + conference_paths(directory)


def content_hash(directory: Path) -> str:
    """Return one SHA-256 over the names and bytes of the files that can be read."""
    digest = hashlib.sha256()
    for path in record_paths(directory):
        try:
            content = path.read_bytes()
        except OSError:
            continue
        digest.update(f"{path.relative_to(directory).as_posix()}\0".encode())
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()
