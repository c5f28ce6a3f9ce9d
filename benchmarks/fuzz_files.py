"""Fuzz, the files: tables whose sums are known, and samples of real systems, as documents that mutations can change.

A row knows what it must and what it may add to the sum of its file; `render` writes the bytes as a program would.
"""
import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_ROWS = 120
_FIRST_DAY = datetime(2026, 1, 5, 9, 30)


@dataclass
class Row:
    """One record. `low` and `high` are what it must and may add to the file's sum; `twin` says that it repeats another one."""

    cells: list[str]
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    twin: bool = False

    def copy(self) -> "Row":
        return replace(self, cells=list(self.cells))


@dataclass
class Document:
    """A table on its way into a file: columns by key, rows, and how it is written."""

    name: str
    kind: str  # orders, order_lines, events, customers, surveys
    keys: list[str]
    headings: list[str]
    rows: list[Row]
    known: bool = True  # the rows' low and high hold; for a sample only Segkit's own sum of the whole file is known
    same: bool = True  # nothing was done so far that may change a sum
    delimiter: str = ","
    codec: str = "utf-8"
    line_end: str = "\r\n"
    quote_all: bool = False
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def copy(self) -> "Document":
        rows = [row.copy() for row in self.rows]
        lists = {name: list(getattr(self, name)) for name in ("keys", "headings", "above", "below", "after", "done")}
        return replace(self, rows=rows, **lists)

    def place(self, key: str) -> int:
        """Return the number of the column with this key, -1 where it is gone."""
        return self.keys.index(key) if key in self.keys else -1

    def render(self) -> bytes:
        out = io.StringIO()
        quoting = csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=self.line_end, quoting=quoting)
        writer.writerows([self.headings, *(row.cells for row in self.rows)])
        text = "".join(line + self.line_end for line in self.above) + out.getvalue() + "".join(line + self.line_end for line in self.below)
        data = text.encode(self.codec, "replace")
        for change in self.after:
            data = change(data)
        return data


def _amount(chance: random.Random) -> Decimal:
    return Decimal(chance.choice((1, 1, 1, 10, 100)) * chance.randint(100, 9_999)) / 100


def _day(chance: random.Random) -> datetime:
    return _FIRST_DAY + timedelta(minutes=chance.randint(0, 170 * 24 * 60))


_NAMES = {
    "en": ("Ann Smith", "Bob O'Neil", "Zoë Quinn", "José García", "Smith, Ann", 'Tim "TJ" Jones'),
    "de": ("Jürgen Groß", "Anna Müller", "Käthe Weiß", "Ömer Schäfer"),
    "fr": ("François Lefèvre", "Zoé Bœuf", "Agnès Dupré"),
    "pl": ("Łukasz Żółć", "Małgorzata Świątek", "Paweł Dąbrowski", "Grażyna Wójcik"),
    "ru": ("Иванов Пётр", "Смирнова Анна", "Кузнецов Олег"),
    "tr": ("Ayşe Yılmaz", "Çağrı Şahin", "Işıl Güneş"),
    "vi": ("Nguyễn Thị Hương", "Trần Văn Đức", "Lê Thuỷ"),
    "zh": ("张三丰", "李小龙", "王伟"),
    "tw": ("王小明", "陳美麗", "張偉"),
    "ja": ("山田太郎", "鈴木花子", "田中一郎"),
    "ko": ("김철수", "이영희", "박지성"),
}  # fmt: skip
# language → encodings its programs write, headings: order, date, customer, name, amount.
_ORDERS = {
    "en": (("utf-8", "utf-8-sig", "cp1252"), ("Order ID", "Order date", "Customer email", "Name", "Order total")),
    "de": (("cp1252", "utf-8"), ("Bestellnummer", "Bestelldatum", "Kundennummer", "Käufername", "Bestellwert")),
    "fr": (("cp1252", "utf-8"), ("Numéro de commande", "Date de commande", "Numéro client", "Nom du client", "Total de la commande")),
    "pl": (("cp1250", "utf-8"), ("Numer zamówienia", "Data zamówienia", "Id klienta", "Imię i nazwisko", "Wartość zamówienia")),
    "ru": (("cp1251", "utf-8"), ("Номер заказа", "Дата заказа", "Код клиента", "Имя клиента", "Сумма заказа")),
    "tr": (("cp1254", "utf-8"), ("Sipariş No", "Sipariş Tarihi", "Müşteri No", "Müşteri Adı", "Sipariş Tutarı")),
    "vi": (("utf-8-sig", "utf-16"), ("Mã đơn hàng", "Ngày đặt hàng", "Mã khách hàng", "Tên khách hàng", "Tổng thanh toán")),
    "zh": (("gb18030", "utf-8"), ("订单编号", "下单时间", "会员编号", "收货人姓名", "订单金额")),
    "tw": (("cp950", "utf-8"), ("訂單編號", "訂單日期", "會員編號", "顧客姓名", "訂單金額")),
    "ja": (("cp932", "utf-8"), ("注文番号", "注文日時", "会員番号", "氏名", "注文合計")),
    "ko": (("cp949", "utf-8"), ("주문번호", "주문일시", "회원번호", "고객명", "주문금액")),
}  # fmt: skip


def orders(chance: random.Random) -> Document:
    """Return one row per order, in one of eleven languages and the encodings that its programs write."""
    language = chance.choice(list(_ORDERS))
    codecs, headings = _ORDERS[language]
    rows = []
    for number in range(chance.randint(15, 60)):
        amount, buyer = _amount(chance), chance.randint(1, 25)
        person = f"buyer{buyer}@example.com" if language == "en" else f"K{1000 + buyer}"
        name = chance.choice(_NAMES[language])
        rows.append(Row([f"A{10_000 + number}", _day(chance).strftime("%Y-%m-%d %H:%M"), person, name, f"{amount:.2f}"], amount, amount))
    keys = ["order", "date", "person", "text", "amount"]
    codec, delimiter = chance.choice(codecs), chance.choice(",;\t")
    return Document(f"orders {language}", "orders", keys, list(headings), rows, codec=codec, delimiter=delimiter)


def lines(chance: random.Random) -> Document:
    """Return one row per product, with quantity and price or with the amount of the row."""
    priced = chance.random() < 0.5
    rows = []
    for number in range(chance.randint(8, 30)):
        day, person = _day(chance), f"c{chance.randint(1, 15):04}"
        for item in chance.sample(range(40), chance.randint(1, 4)):
            pieces, price = chance.randint(1, 5), _amount(chance)
            told = [str(pieces), f"{price:.2f}"] if priced else [str(pieces), f"{pieces * price:.2f}"]
            cells = [f"{536_000 + number}", day.strftime("%Y-%m-%d %H:%M:%S"), person, f"Mug {item}, blue", *told]
            rows.append(Row(cells, pieces * price, pieces * price))
    headings = ["Invoice number", "Invoice date", "Customer ID", "Product name", "Quantity", "Unit price" if priced else "Line total"]
    keys = ["order", "date", "person", "text", "pieces", "amount"]
    return Document("lines priced" if priced else "lines summed", "order_lines", keys, headings, rows)


def events(chance: random.Random) -> Document:
    """Return one row per event, some of them with a value."""
    rows = []
    for number in range(chance.randint(20, 60)):
        value = _amount(chance) if chance.random() < 0.3 else None
        what = "purchase" if value else chance.choice(("page_view", "search", "add_to_cart"))
        moment = _day(chance).strftime("%Y-%m-%dT%H:%M:%SZ")
        told = Decimal(value or 0)
        rows.append(Row([f"u{chance.randint(1, 20):03}", what, moment, f"s{number // 3}", f"{value:.2f}" if value else ""], told, told))
    headings = ["user_id", "event_name", "event_time", "session_id", "event_value"]
    return Document("events", "events", ["person", "what", "date", "text", "amount"], headings, rows)


def customers(chance: random.Random) -> Document:
    """Return one row per customer; the sum is their number."""
    rows = []
    for number in range(chance.randint(15, 50)):
        name, city, since = chance.choice(_NAMES["en"]), chance.choice(("Köln", "Paris", "Málaga")), f"2025-0{1 + number % 9}-1{number % 9}"
        cells = [f"{70_000 + number}", f"person{number}@example.com", name, city, since]
        rows.append(Row(cells, Decimal(1), Decimal(1)))
    headings = ["Customer ID", "Email", "Full name", "City", "Signup date"]
    return Document("customers", "customers", ["person", "email", "text", "city", "date"], headings, rows)


def survey(chance: random.Random) -> Document:
    """Return one answer a row; the sum is that of the scores."""
    rows = []
    for number in range(chance.randint(15, 50)):
        score = chance.randint(0, 10)
        words = chance.choice(("Fast delivery,\nnice box", "too dear", "", "It's fine; really", 'the "blue" one'))
        cells = [f"person{number}@example.com", _day(chance).strftime("%Y-%m-%d %H:%M:%S"), str(score), words]
        rows.append(Row(cells, Decimal(score), Decimal(score)))
    asked = "How likely are you to recommend us to a friend? (0-10)"
    headings = ["Email", "Submitted at", asked, "What is the main reason for your score?"]
    return Document("survey", "surveys", ["person", "date", "amount", "text"], headings, rows)


TEMPLATES: Sequence[Callable[[random.Random], Document]] = (orders, orders, orders, lines, lines, events, customers, survey)


def samples() -> list[Document]:
    """Return the sample businesses and the systems' samples, as far as they are plain text, with their first rows."""
    paths = sorted(ROOT.glob("sample_data/*/*.csv")) + sorted(ROOT.glob("tests/ingest/systems/samples/*"))
    return [found for path in paths if path.name != "truth.csv" and (found := _sample(path)) is not None]


def _sample(path: Path) -> Document | None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError):
        return None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    if not head.count(delimiter) or head.startswith(("#", "sep=", "{", "[")):
        return None
    headings, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[: SAMPLE_ROWS + 1]
    if not rows or any(len(row) != len(headings) for row in rows):
        return None
    keys = [f"column {number}" for number in range(len(headings))]
    name = f"{path.parent.name}/{path.name}"
    return Document(name, "", keys, headings, [Row(row) for row in rows], known=False, delimiter=delimiter)
