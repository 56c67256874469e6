"""The one text normalisation of the encoder, the same here and in `tokenizer.json`."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return `text` in lower case, compatibility forms composed (NFKC), with single spaces and none at either end. Accents are kept.

    Each step has its twin among the normalizers that @xenova/transformers 2.17 supports
    (see `export_model.build_tokenizer_json`): a step added here must be added there.
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("’", "'")
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def without_marks(text: str) -> str:
    """Return `text` without accents and other marks, as many people type French, Romanian or Turkish."""
    marked = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(sign for sign in marked if not "\u0300" <= sign <= "\u036f")).replace("ı", "i")
