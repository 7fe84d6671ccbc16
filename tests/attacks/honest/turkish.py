"""Speaks Turkish: its names, its comments and what it prints."""

# must: passed
import numpy as np

SIFIR = 0.0


class Doğrultulmuş:
    """Doğrultulmuş doğrusal birim: eksi olan her şey sıfır olur."""

    # İşaret değişmez; yalnızca sıfırın altı kesilir (ığüşöç İĞÜŞÖÇ).
    def __init__(self, eşik: float = SIFIR) -> None:
        self.eşik = eşik

    def uygula(self, değerler):
        büyük_mü = değerler > self.eşik
        print("büyük olanlar:", büyük_mü.sum(), "→ ✓")
        return np.where(büyük_mü, değerler, self.eşik)


def relu(x):
    return Doğrultulmuş().uygula(np.asarray(x, dtype=float))
