"""Which words say what kind of row it is: a sale, money paid back, or neither, as payment lists and tills write them?"""

from segkit.words import fold

_WORDS = {
    "sale": """sale|sales|sold|order|purchase|payment|charge|capture|invoice|verkauf|zahlung|rechnung|bestellung|vente|paiement|commande|
        facture|venta|pago|pedido|factura|compra|venda|pagamento|sprzedaż|
        销售|收款|消费|订单|銷售|訂單|売上|販売|注文|bán hàng|thanh toán|đơn hàng""",
    "refund": """refund|refunds|return|returns|credit|credit note|credit memo|reversal|chargeback|partial refund|payment refund|
        rückzahlung|erstattung|rückerstattung|gutschrift|retoure|storno|stornorechnung|remboursement|avoir|retour|reembolso|devolución|
        devolucion|nota de crédito|devolução|estorno|zwrot|退款|退货|退貨|返金|返品|hoàn tiền|trả hàng""",
    "set_aside": """fee|fees|payout|transfer|withdrawal|deposit|adjustment|tax|void|voided|cancelled|canceled|dispute|gebühr|auszahlung|
        abbuchung|überweisung|frais|virement|retrait|comisión|retiro|transferencia|taxa|saque|transferência|
        手续费|提现|手續費|提領|手数料|振込|phí|rút tiền""",
}  # fmt: skip

KNOWN = {fold(word): kind for kind, text in _WORDS.items() for word in " ".join(text.split()).replace("| ", "|").split("|")}


def is_known(word: str) -> bool:
    """Return whether the word says what kind of row it is."""
    return fold(word) in KNOWN
