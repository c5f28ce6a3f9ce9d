"""Encodings: is every code page that spreadsheets write in read right, by its headings or, under English ones, by its values?"""
import unicodedata

import pytest

from segkit import engine
from segkit.ingest.files.opening import open_file
from segkit.ingest.recognise.fields import known

# language, encoding, title, headings (order, date, customer, amount), names of customers
TABLES = [
    ("Polish", "cp1250", "Windows-1250", "Numer zamówienia;Data zamówienia;Imię i nazwisko;Kwota", "Łukasz Żółć|Małgorzata Świątek"),
    ("Czech", "cp1250", "Windows-1250", "Číslo objednávky;Datum objednávky;Zákazník;Celková částka", "Jiří Dvořák|Božena Němcová"),
    ("Hungarian", "cp1250", "Windows-1250", "Rendelésszám;Dátum;Vevő;Összeg", "Kovács Győző|Szűcs Ágnes"),
    ("Russian", "cp1251", "Windows-1251", "Номер заказа;Дата заказа;Покупатель;Сумма", "Иванов Пётр|Смирнова Анна"),
    ("Ukrainian", "cp1251", "Windows-1251", "Номер замовлення;Дата;Клієнт;Сума", "Олександр Їжакевич|Шевченко Є"),
    ("Bulgarian", "cp1251", "Windows-1251", "Номер на поръчка;Дата;Клиент;Сума", "Георги Димитров|Мария Петрова"),
    ("German", "cp1252", "Windows-1252", "Bestellnummer;Datum;Käufername;Gesamtbetrag €", "Jürgen Groß|Anna Müller €"),
    ("French", "cp1252", "Windows-1252", "Numéro de commande;Créé le;Nom du client;Montant payé", "François Lefèvre|Zoé Bœuf"),
    ("Spanish", "cp1252", "Windows-1252", "Número de pedido;Fecha;Nombre del cliente;Total", "José Muñoz|¿Quién Sabe?"),
    ("Turkish", "cp1254", "Windows-1254", "Sipariş No;Sipariş Tarihi;Müşteri Adı;Tutar", "Ayşe Yılmaz|Çağrı Şahin"),
    ("Vietnamese", "cp1258", "Windows-1258", "Mã đơn hàng;Ngày đặt hàng;Khách hàng;Tổng tiền", "Nguyễn Thị Hương|Trần Văn Đức"),
    ("Chinese", "gb18030", "GB18030", "订单编号;下单时间;收货人姓名;总金额", "张三丰|李小龙"),
    ("Taiwanese", "cp950", "Big5", "訂單編號;訂單日期;顧客姓名;金額", "王小明|陳美麗"),
    ("Japanese", "cp932", "Shift_JIS", "注文番号;注文日時;氏名;合計金額", "山田太郎|鈴木花子"),
    ("Korean", "cp949", "EUC-KR", "주문번호;주문일시;고객명;결제금액", "김철수|이영희"),
]
CHINESE = "订单编号;下单时间;收货人姓名;订单金额"
ENGLISH = "Order ID;Order date;Customer;Order total"


def encoded(text, codec):
    """Vietnamese letters are written in parts: the letter, and its tone behind it."""
    if codec != "cp1258":
        return text.encode(codec)
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = unicodedata.normalize("NFD", text)
    letters = [part if part in tones else "" for part in parts]
    out = []
    for part, tone in zip(parts, letters, strict=True):
        if tone or not unicodedata.combining(part):
            out.append(part)
        else:
            before = next(place for place in range(len(out) - 1, -1, -1) if out[place] not in tones)
            out[before] = unicodedata.normalize("NFC", out[before] + part)
    return "".join(out).encode(codec)


@pytest.fixture
def read(tmp_path):
    def reader(data):
        (tmp_path / "export.csv").write_bytes(data)
        (source,) = open_file(tmp_path / "export.csv", tmp_path / "staged", known)
        with engine.connect(":memory:", tmp_path / "staged") as con:
            return source, [row[2:] for row in engine.rows(con, source.sql, source.values)]

    return reader


@pytest.mark.parametrize("under", ["its own headings", "English headings"])
@pytest.mark.parametrize("language, codec, title, headings, names", TABLES, ids=[table[0] for table in TABLES])
def test_a_code_page_is_told_by_headings_or_by_values(read, language, codec, title, headings, names, under):
    names = names.split("|")
    headings = headings if under == "its own headings" else ENGLISH
    rows = [(f"A{number}", f"2026-05-{number + 1:02}", names[number % 2], f"{number}.50") for number in range(6)]
    text = "\r\n".join([headings, *(";".join(row) for row in rows)]) + "\r\n"
    source, found = read(encoded(text, codec))
    assert source.encoding == title and found == rows
    assert source.headings == tuple(headings.split(";"))
    assert under == "its own headings" or any(title in note for note in source.notes), "what was chosen by values is said"


@pytest.mark.parametrize("codec, names", [
    ("cp1252", "Søren Jørgensen|Hélène Lefèvre|Jürgen Groß"), ("cp1252", "Anaïs|Århus|Tromsø"), ("cp1252", "Muñoz|Íñigo|Forlì"),
    ("cp1252", "João Simões|Agnès|Møller"), ("cp1252", "Può|Gonçalves|Città|Caffè"), ("cp1252", "Göteborg|Cantù|Perché"),
    ("cp1252", "Brûlée|Nîmes|Ærø"), ("cp1252", "Crème|Simões|Núñez|Åse"), ("cp1250", "Győr|Erdős|Szűcs Gábor"), ("cp1250", "Kőszeg|László"),
    ("cp1250", "Dvořák|Kč|Krčma|hřbitov"), ("cp1250", "Paweł|Poznań|Święto"), ("cp1250", "Elbląg|Żak"), ("cp1250", "Brčko|Novaković"),
    ("cp1250", "Cătălin|Constanţa|Brăila"), ("cp1250", "Vŕba|Dĺžka|Ján"), ("cp1254", "Çağrı|Şahin|Gökçe"),
])  # fmt: skip
def test_a_few_names_under_english_headings_tell_the_code_page(read, codec, names):
    names = names.split("|")
    text = "\r\n".join([ENGLISH, *(f"A{number};2026-05-0{number % 8 + 1};{name};7.50" for number, name in enumerate(names * 2))]) + "\r\n"
    _, found = read(text.encode(codec))
    assert [row[2] for row in found] == names * 2


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("headings, name", [(ENGLISH, "Ann"), (ENGLISH, "Łukasz Żółć"), (CHINESE, "张三丰" * 9)])
def test_unicode_is_known_with_and_without_its_mark(read, codec, headings, name):
    rows = [(f"A{number}", "2026-05-01", name, "7.50") for number in range(4)]
    text = "\r\n".join([headings, *(";".join(row) for row in rows)]) + "\r\n"
    data = text.encode("utf-16-be") if codec == "utf-16-be" else text.encode(codec)
    source, found = read(data)
    assert found == rows and source.encoding == ("UTF-8" if codec.startswith("utf-8") else "UTF-16")


def test_letters_in_parts_become_whole_also_far_down_the_file(read):
    rows = [(f"A{number}", "2026-05-01", "Nguyễn Thị Hường", "7.50") for number in range(60_000)]
    text = "\r\n".join(["Mã đơn hàng;Ngày đặt hàng;Khách hàng;Tổng tiền", *(";".join(row) for row in rows)]) + "\r\n"
    _, found = read(encoded(text, "cp1258"))
    assert {row[2] for row in found} == {"Nguyễn Thị Hường"} and len(found) == len(rows)


def test_names_from_all_over_western_europe_stay_what_they_are(read):
    names = ["José García", "Søren Ørsted", "Ångström", "Agnès Dupré", "João Conceição", "Müller", "Niño", "Zoë"]
    rows = [(f"A{number}", "2026-05-01", name, "7.50") for number, name in enumerate(names)]
    source, found = read("\n".join([ENGLISH, *(";".join(row) for row in rows)]).encode("cp1252"))
    assert source.encoding == "Windows-1252" and [row[2] for row in found] == names


def test_a_file_that_ends_in_the_middle_of_a_character_keeps_all_of_its_rows(read):
    data = f"{ENGLISH}\nA1;2026-05-01;Zoë;1\nA2;2026-05-02;José".encode()[:-1]
    source, found = read(data)
    assert [row[2] for row in found] == ["Zoë", "Jos\ufffd"] and source.encoding == "UTF-8"
    assert any("could not be read" in note for note in source.notes)
