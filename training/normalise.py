"""The one text normalisation of the encoder, the same here and in `tokenizer.json`."""

import re
import unicodedata

_COMBINING_MARKS = re.compile("[\u0300-\u036f]")
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return `text` in lower case, without accents, with single spaces and none at either end.

    Each step has its twin among the normalizers that @xenova/transformers 2.17 supports
    (see `export_model.build_tokenizer_json`): a step added here must be added there.
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("’", "'")
    text = _COMBINING_MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    return _SPACES.sub(" ", text).strip()
