"""How much does a text look like a language, once it is decoded? Told by its letters beyond ASCII, per encoding.

One byte stands for è in Paris, č in Prague and и in Moscow. An alphabet that explains all of a text's letters at once
decides; letters between which an encoding leaves no choice count half.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from segkit.ingest.files.neighbours import alone, misplaced

# Encoding → alphabets; only letters beyond a to z.
_ALPHABETS = {
    "cp1252": (
        "äöüß", "éèàêçîôûùëïâœ", "áéíóúñü", "ãõçáéíóúâêôà", "àèéìòù", "æøåé", "åäöé", "ëïéèöü", "àèéíïòóúüç", "áéíóúýæöþð",
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű", "áäčďéíĺľňóôŕšťúýž", "ăâîşţ", "čćđšž"),
    "cp1254": ("çğıöşü",),
    "cp1258": ("ăâđêôơưáàéèíóòúùýãõì\u0300\u0301\u0303\u0309\u0323",),
    "cp1251": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдђежзијклљмнњопрстћуфхцчџш"),
}  # fmt: skip
_SIGNS = frozenset("€£¥§°®™©«»¿¡ªº²³µ·–—‘’“”„‚…•№₫\xa0")
_MANY_LANGUAGES = 0.8  # what it is worth when only the letters of several languages together explain a text
_ICELANDIC = "þð"  # the same bytes as Turkish ş and ğ, which far more people write

# Encoding → lead and trail bytes of its everyday characters, and characters that hardly any table does without.
_DOUBLE_BYTE = {
    "gb18030": (((0xB0, 0xD7), (0xA1, 0xA3)), 0xA1),
    "cp950": (((0xA4, 0xC6), (0xA1, 0xA1)), 0x40),
    "cp932": (((0x88, 0x97), (0x81, 0x83)), 0x40),
    "cp949": (((0xB0, 0xC8), (0xA1, 0xA3)), 0xA1),
}
_EVERYDAY = {
    "gb18030": """
        的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得
        经王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂
        英华玉兰红建文订单编号买家员金额总支付款交易功关闭已货状态间日期数量商品名称价格邮箱手机收址省市区县街道路北京海广州深圳杭江
        苏浙东南西山蓝白黑色件套装杯茶衣服鞋包小码退等待送完客户
        """,
    "cp950": """
        的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得
        經王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅梁宋鄭謝韓唐馮于董蕭程曹袁鄧許傅沈曾彭呂蔡偉芳娜敏靜麗強軍洋勇艷傑娟濤明超秀霞平剛
        桂英華玉蘭紅建文訂單編號買家員金額總支付款交易功關閉已貨狀態間日期數量商品名稱價格電郵件手機收址縣市區街道路台臺北雄新竹南桃
        園香港九龍藍白黑色套裝杯茶衣服鞋包小碼退等待送完顧客美
        """,
    "cp932": """
        のはをにがとでしたてるすいなれかもこらりあまきさつくおけせそどばべみめやよわろんごじアイウエオカキクケコサシスセソタチツテト
        ナニハヒフヘホマミムメモヤユヨラリルレロワンーッャュョドグブプパバジズダデ日本人年月大小中上下田山川村木林井藤原松野佐伊加渡
        辺高橋鈴東京都府県市区町北海道横浜名古屋阪神奈花子太郎一二三美注文番号合計金額円商品数量発送済受購入者氏電話払込届先状態完了
        取消価格税会員
        """,
    "cp949": """
        이가다주수김철영희은는을를의에서로고하지기도인사자나라대정시리어아구부동해보전원일한상성제진미민현선우소연경호준재윤최박조강
        임장오신권황안송류유홍문양손배백허남심노곽차울산광천세종번객명결금액량품취완료환불회메화날짜컵그머커피빨간흰검초록파란티셔츠
        바발
        """,
}
_COMMON = 0.25  # so much of any real text is everyday characters
SINGLE_BYTE, DOUBLE_BYTE = tuple(_ALPHABETS), tuple(_DOUBLE_BYTE)


def likeness(text: str, codec: str) -> float:
    """Return how much the text looks like one written in this encoding, from 0 to 1."""
    return _double(text, codec) if codec in _DOUBLE_BYTE else _single(text, codec)


def _double(text: str, codec: str) -> float:
    beyond = Counter(sign for sign in text if sign > "\x7f")
    total = sum(beyond.values())
    if not total:
        return 0.0
    usual = (sum(often for sign, often in beyond.items() if _is_usual(sign, codec)) - alone(text)) / total
    known = sum(often for sign, often in beyond.items() if sign in _everyday(codec)) / total
    return max(0.0, usual) * (0.6 + 0.4 * min(1.0, known / _COMMON))


@cache
def _everyday(codec: str) -> frozenset[str]:
    return frozenset("".join(_EVERYDAY[codec].split()))


def _is_usual(sign: str, codec: str) -> bool:
    ranges, least = _DOUBLE_BYTE[codec]
    written = sign.encode(codec, "replace")
    return len(written) == 2 and written[1] >= least and any(low <= written[0] <= high for low, high in ranges)


def _single(text: str, codec: str) -> float:
    beyond = Counter(sign for sign in text if sign > "\x7f")
    weights = {sign: often * (0.5 if sign in _undisputed() else 1.0) for sign, often in beyond.items()}
    total = sum(weights.values())
    if not total:
        return 0.0
    letters = {sign: weight for sign, weight in weights.items() if sign not in _SIGNS}
    signs = total - sum(letters.values())
    explained = max(_explained(letters, alphabet) for alphabet in _ALPHABETS[codec])
    together = _MANY_LANGUAGES * _explained(letters, "".join(one for one in _ALPHABETS[codec] if _ICELANDIC not in one))
    return max(0.0, signs + max(explained, together) - misplaced(text, codec)) / total


def _explained(letters: dict[str, float], alphabet: str) -> float:
    """Return how many of the letters the alphabet has; slightly less for the one with letters that Turkish bytes make."""
    found = sum(weight for sign, weight in letters.items() if sign.lower()[0] in alphabet or sign in alphabet)
    return found * (0.98 if _ICELANDIC in alphabet else 1.0)


@cache
def _undisputed() -> frozenset[str]:
    """Return the letters that every Latin encoding writes with the same byte: they speak for none of them."""
    latin = ("cp1252", "cp1250", "cp1254", "cp1258")
    decoded: Iterable[set[str]] = ({bytes([byte]).decode(codec, "replace") for codec in latin} for byte in range(0x80, 0x100))
    return frozenset(sign for found in decoded if len(found) == 1 for sign in found)
