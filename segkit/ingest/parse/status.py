"""What do an order's status words mean? Words of many systems and languages turned into a few states."""

import re
from collections.abc import Mapping

from segkit.ingest.recognise.systems import System
from segkit.ingest.report import Question
from segkit.words import fold, plural

COMPLETED, PENDING = "completed", "pending"
LABELS = {
    "completed": "a sale", "pending": "not paid yet", "cancelled": "cancelled, no sale", "refunded": "paid back in full",
    "partially_refunded": "paid back in part", "test": "a test order",
}  # fmt: skip
# A shop where less than this share was ever paid and most is pending is paid at the door: pending counts as sold.
_HARDLY_PAID, _MOSTLY_PENDING = 0.05, 0.5

_WORDS = {
    "completed": """paid|partially paid|completed|complete|shipped|delivered|fulfilled|partially fulfilled|succeeded|success|successful|
        captured|closed|done|ok|sale|sold|settled|invoiced|picked up|received|dispatched|active|approved|finished|payment|charge|
        交易成功|卖家已发货,等待买家确认|已完成|已收货|已发货|卖家已发货|已签收|交易完成|已付款|已出貨|已完成付款|完成|已收貨|已送達|
        hoàn thành|đã giao|đã hoàn tất|giao hàng thành công|đã thanh toán|đã giao hàng|
        abgeschlossen|versendet|bezahlt|geliefert|erledigt|verschickt|terminée|terminé|livrée|livré|payée|payé|expédiée|
        completado|completada|entregado|entregada|pagado|pagada|enviado|enviada|concluído|concluída|entregue|pago|paga|
        発送済|発送済み|完了|入金済み|入金済|配達完了|支払済|จัดส่งแล้ว|dikirim|selesai""",
    "pending": """pending|authorized|authorised|unpaid|on hold|processing|awaiting|awaiting payment|awaiting shipment|to ship|
        payment pending|pending payment|payment pending review|payment requested|open|in progress|new|created|unfulfilled|
        partial|waiting|ready to ship|in transit|unshipped|placed|
        待发货|买家已付款,等待卖家发货|等待买家付款|买家已付款|等待卖家发货|待付款|待处理|处理中|待出貨|處理中|未付款|待處理|
        chờ xác nhận|chờ lấy hàng|đang giao|chờ thanh toán|đang xử lý|đang giao hàng|
        offen|in bearbeitung|ausstehend|en attente|en cours|pendiente|en proceso|pendente|em processamento|em andamento|
        処理中|未入金|入金待ち|発送待ち|保留""",
    "cancelled": """cancelled|canceled|cancelled by customer|voided|void|expired|failed|declined|payment declined|card declined|rejected|
        draft|checkout draft|auto draft|entwurf|brouillon|borrador|rascunho|草稿|下書き|nháp|
        abandoned|requires payment method|incomplete|incomplete expired|denied|blocked|deleted|unsuccessful|payment failed|
        交易关闭|已关闭|已取消|取消|交易取消|đã hủy|đã huỷ|hủy|huỷ|không thành công|storniert|storno|stornierung|abgebrochen|annulliert|
        fehlgeschlagen|annulée|annulé|échouée|refusée|cancelado|cancelada|anulado|anulada|fallido|rechazado|falhou|recusado|キャンセル|キャンセル済|キャンセル済み|
        取消済|ยกเลิกแล้ว|dibatalkan""",
    "refunded": """refunded|charged back|chargeback|returned|return|fully refunded|refund|reversed|退款成功|已退款|退货退款|全額退款|已退貨|
        trả hàng|hoàn tiền|trả hàng/hoàn tiền|đã hoàn tiền|erstattet|rückerstattet|zurückerstattet|retourniert|retoure|rückgabe|
        remboursée|remboursé|retournée|reembolsado|reembolsada|devuelto|devolvido|devolvida|estornado|返品|返金済|返金済み|返金""",
    "partially_refunded": """partially refunded|partial refund|partly refunded|partially returned|部分退款|部份退款|teilweise erstattet|
        partiellement remboursée|partiellement remboursé|parcialmente reembolsado|reembolsado parcialmente|một phần hoàn tiền|
        hoàn tiền một phần|一部返金|一部返金済み""",
    "test": "test|test order|testbestellung|staff|internal",
}  # fmt: skip


def _known() -> dict[str, str]:
    return {fold(word): state for state, text in _WORDS.items() for word in " ".join(text.split()).replace("| ", "|").split("|")}


# Words that turn what stands beside them: not paid, to be paid, return requested, refund declined, 未付款, chưa giao.
_TURNING = re.compile(
    r"^(?:à|zu) |(?<!\w)(?:not|no|non|never|to be|without|request(?:ed)?|declined|denied|rejected|awaiting|await|waiting|pending|"
    r"expected|failed|nicht|noch|kein|keine|ohne|pas|sans|jamais|en attente|sin|por|pendiente|não|nao|sem|a ser|pendente|aguardando|"
    r"chưa|không|chờ|đợi|belum|tidak|menunggu)(?!\w)|[未不非无無待]|ません|なし|ยังไม่|ไม่|รอ"
)
_PREFIXES = ("un", "in", "im", "non")
KNOWN = {word.strip(): state for word, state in _known().items() if word.strip()}


def meaning(word: str, system: System) -> str:
    """Return the state that a status word stands for, or "" where nobody knows.

    The longest known word inside it decides: 卖家已发货 (sent) contains words of other states. Nobody knows what it
    means beside a word that turns it, as in "not paid".
    """
    text = fold(word)
    own = {entry: state for state, entries in system.status.items() for entry in entries}
    for table in (own, KNOWN):
        if text in table:
            return table[text]
    inside = [entry for entry in KNOWN if _contains(text, entry)]
    if not inside:
        return ""
    longest = max(inside, key=len)
    return "" if _is_turned(text, longest) else KNOWN[longest]


def _is_turned(text: str, entry: str) -> bool:
    if KNOWN[entry] == "cancelled" and text.startswith(entry) and not turns(entry):
        return False  # "cancelled, not paid" says why
    rest = text.replace(entry, " ", 1)
    others = {KNOWN[other] for other in KNOWN if _contains(rest, other)} - {KNOWN[entry]}
    return turns(rest) or (turns(entry) and bool(others))


def turns(text: str) -> bool:
    """Return whether a word in the text says no, not yet or please: what it is about has not happened."""
    prefixed = (word.removeprefix(start) for word in text.split() for start in _PREFIXES if word.startswith(start))
    return bool(_TURNING.search(text)) or any(rest in KNOWN for rest in prefixed)


def _unanswered(word: str) -> str:
    """Return the state of a word that nobody knows: a sale, but not where it says that something has not happened."""
    return PENDING if turns(fold(word)) else COMPLETED


def _contains(text: str, entry: str) -> bool:
    if entry.isascii():
        return len(entry) > 3 and f" {entry} " in f" {text.replace(',', ' ').replace('(', ' ').replace(')', ' ')} "
    return len(entry) > 1 and entry in text


def meanings(counts: Mapping[str, int], system: System, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the state of every status word in a file; the user's answers come first, then what is known."""
    return {word: answers.get(f"status:{word}") or meaning(word, system) or _unanswered(word) for word in counts}


def unknown_words(counts: Mapping[str, int], system: System, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return one question per status word that nobody knows; none of them holds the load up."""
    unknown = [word for word in counts if not meaning(word, system) and f"status:{word}" not in answers]
    return tuple(
        Question(f"status:{word}", f"What does the status '{word}' mean?", tuple(LABELS.items()),
                 f"{plural(counts[word], 'row')} carry it; until you say, it counts as {LABELS[_unanswered(word)]}.", blocking=False)
        for word in unknown[:20]
    )  # fmt: skip


def paid_at_the_door(counts: Mapping[str, int], states: Mapping[str, str]) -> bool:
    """Return whether nearly nothing was ever paid and most is pending: cash on delivery, so pending counts."""
    total = sum(counts.values())
    by_state: dict[str, int] = {}
    for word, number in counts.items():
        by_state[states[word]] = by_state.get(states[word], 0) + number
    paid = sum(by_state.get(state, 0) for state in ("completed", "refunded", "partially_refunded"))
    return bool(total) and paid < _HARDLY_PAID * total and by_state.get(PENDING, 0) > _MOSTLY_PENDING * total
