"""Write texts with their SentencePiece ids, for `check-export.mjs` to compare with."""

import argparse
import json
from pathlib import Path

import sentencepiece
from normalise import normalise


def main() -> None:
    """Read texts (JSON lines with `question` or `title`) and write [{text, ids}]."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=600, help="texts a file")
    options = parser.parse_args()
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(options.pieces))
    rows = [json.loads(row) for path in options.texts for row in path.read_text("utf-8").splitlines()[: options.limit]]
    texts = [row.get("question") or row["title"] for row in rows]
    tokens = [{"text": text, "ids": pieces.encode(normalise(text))} for text in texts]
    options.out.write_text(json.dumps(tokens, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
