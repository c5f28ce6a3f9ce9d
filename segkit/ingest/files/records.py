"""Parquet and JSON → text columns, flattened one level, read by DuckDB itself."""

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

from segkit.ingest.files.header import unique
from segkit.ingest.files.source import Limits, Source, joined_cells, refuse
from segkit.ingest.files.stopping import NEVER, Stop
from segkit.words import literal, quote

_MOST_JSON = 512 << 20  # of a file that is one single JSON value: it is held in memory


def read_parquet(path: Path, original: Path, name: str, digest: str, stop: Stop = NEVER) -> Source:
    """Return the columns of a Parquet file as text."""
    try:
        found = _rows("select column_name from (describe select * from read_parquet($source_path))", path, stop)
        rows = _rows("select count(*) from read_parquet($source_path)", path, stop)[0][0]
    except duckdb.Error as error:
        raise refuse("the Parquet file is damaged.", name, "Export it again.") from error
    names = [column for (column,) in found]
    cells = ", ".join(f"nullif(trim({quote(column)}::varchar), '') as c{number}" for number, column in enumerate(names))
    sql = f"select row_number() over () as source_row, null::varchar as row_problem, {cells} from read_parquet($source_path)"
    return _source(path, original, name, digest, "parquet", names, sql, rows)


def read_json(path: Path, original: Path, name: str, digest: str, limits: Limits, stop: Stop = NEVER) -> Source:
    """Return the records of a JSON file: a list of them, one a line, or a list inside an object."""
    for read in _readings(path):
        try:
            keys = _keys(path, read, stop)
            if keys:
                rows = _rows(f"select count(*) from ({read})", path, stop)[0][0]
                break
        except duckdb.Error:
            continue
    else:
        raise refuse("no list of records was found in the JSON file.", name, "Export a list of objects, or one object a line.")
    if len(keys) > limits.max_columns:
        raise refuse(f"{len(keys):,} different keys are too many.", name, "Export fewer fields.")
    cells = ", ".join(f"nullif(trim(record->>{literal(_pointer(key))}), '') as c{number}" for number, key in enumerate(keys))
    sql = f"select row_number() over () as source_row, null::varchar as row_problem, {cells} from ({read})"
    return _source(path, original, name, digest, "json", [".".join(key) for key in keys], sql, rows)


def _readings(path: Path) -> list[str]:
    """Return the ways in which the file may hold records, the likeliest first, as SELECTs of one JSON value a row."""
    read = "select json as record from read_json_objects($source_path, format = '{}', maximum_object_size = {}) where json is not null"
    lines, listed, loose = (read.format(form, 1 << 24) for form in ("newline_delimited", "array", "unstructured"))
    with path.open("rb") as file:
        head = file.read(1 << 24)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"["):
        return [listed, loose]
    if _one_a_line(head):
        return [lines]
    size = path.stat().st_size
    if size > _MOST_JSON:
        return [loose]
    whole = f"select json from read_json_objects($source_path, format = 'unstructured', maximum_object_size = {size + 1024})"
    keys = f"select unnest(json_keys(json)) as key, json from ({whole}) where (select count(*) from ({whole})) = 1"
    in_a_list = f"select unnest(from_json(json->key, '[\"json\"]')) as record from ({keys}) where json_type(json->key) = 'ARRAY'"
    return [in_a_list, lines, loose]


def _one_a_line(head: bytes) -> bool:
    """Say whether the first two lines are an object each."""
    found = [line for line in head.split(b"\n", 50) if line.strip()][:2]
    try:
        return len(found) == 2 and all(isinstance(json.loads(line), dict) for line in found)
    except ValueError:
        return False


def _keys(path: Path, read: str, stop: Stop) -> list[tuple[str, ...]]:
    """Return every key of the records in the order in which they first come; objects inside are opened one level."""
    first = _rows(
        "with records as (select row_number() over () as row, record from (" + read + ") where json_type(record) = 'OBJECT'),"
        " keys as (select row, record, unnest(json_keys(record)) as key, generate_subscripts(json_keys(record), 1) as place from records)"
        " select key, min(row * 10000 + place), bool_or(json_type(record, '/' || replace(replace(key, '~', '~0'), '/', '~1')) = 'OBJECT')"
        " from keys group by key order by 2",
        path, stop,
    )  # fmt: skip
    found: list[tuple[str, ...]] = []
    for key, _, nested in first:
        found += [(key, inner) for inner in _inner_keys(path, read, key, stop)] if nested else [(key,)]
    return found


def _inner_keys(path: Path, read: str, key: str, stop: Stop) -> list[str]:
    sql = (
        f"select inner_key from (select unnest(json_keys(record->{literal(_pointer((key,)))})) as inner_key"
        f" from ({read}) where json_type(record->{literal(_pointer((key,)))}) = 'OBJECT') group by inner_key order by inner_key"
    )
    return [inner for (inner,) in _rows(sql, path, stop)]


def _pointer(key: Sequence[str]) -> str:
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in key)


def _rows(sql: str, path: Path, stop: Stop) -> list[tuple]:
    with duckdb.connect(config={"python_enable_replacements": False, "autoinstall_known_extensions": False}) as con:
        con.execute("set threads = 2")
        con.execute(f"set allowed_directories = [{literal(str(path.parent) + '/')}]")
        con.execute("set enable_external_access = false")
        with stop.watching(con):
            return con.execute(sql, {"source_path": str(path)}).fetchall()


def _source(path: Path, original: Path, name: str, digest: str, kind: str, names: list[str], sql: str, rows: int) -> Source:
    if len(names) < 2:
        raise refuse("only one column was found.", name, "Export at least two columns.")
    return Source(
        name=name, original=original, staged=path, sha256=digest, bytes=path.stat().st_size, kind=kind, encoding="UTF-8",
        headings=unique(names), header_row=0, rows=rows, sql=sql, values={"source_path": str(path)}, row_text=joined_cells(len(names)),
    )  # fmt: skip
