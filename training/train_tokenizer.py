"""Train the SentencePiece unigram tokenizer on the fiches, the phrasebook and what people ask."""

import argparse
import json
import re
from pathlib import Path

import sentencepiece
from normalise import normalise


REPEATS = 10
"""The fiches have far more words than people's questions, whose words deserve pieces too."""


def corpus_lines(documents: Path, spoken: Path, asked: list[Path]) -> list[str]:
    """Return the distinct normalised sentences of the documents, the questions asked and the phrasebook, these ten times over."""
    lines: set[str] = set()
    for row in documents.read_text(encoding="utf-8").splitlines():
        document = json.loads(row)
        texts = [document["title"], document["description"], *document["questions"], *document["services"]]
        texts += [part for section in document["sections"] for part in section]
        for text in texts:
            lines.update(re.split(r"(?<=[.!?;])\s+", normalise(text)))
    phrases = [normalise(line) for path in sorted(spoken.iterdir()) for line in path.read_text("utf-8").splitlines()]
    questions = [text for path in asked for row in path.read_text("utf-8").splitlines() for text in json.loads(row)["questions"]]
    return sorted(line for line in lines if line) + (questions + phrases) * REPEATS


def main() -> None:
    """Write sentencepiece.model beside its corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--spoken", type=Path, required=True)
    parser.add_argument("--asked", type=Path, nargs="*", default=[], help="examples whose questions people could type")
    parser.add_argument("--vocabulary", type=int, default=14000, help="number of pieces")
    parser.add_argument("--out", type=Path, required=True, help="path without the .model suffix")
    options = parser.parse_args()
    corpus = options.out.with_suffix(".corpus.txt")
    corpus.write_text("\n".join(corpus_lines(options.documents, options.spoken, options.asked)), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(options.out),
        vocab_size=options.vocabulary,
        model_type="unigram",
        character_coverage=0.9999,
        normalization_rule_name="identity",
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        num_threads=2,
        max_sentence_length=8000,
        input_sentence_size=600000,
        shuffle_input_sentence=True,
        minloglevel=2,
    )


if __name__ == "__main__":
    main()
