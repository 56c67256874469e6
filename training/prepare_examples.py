"""Turn documents into what training samples from: queries, headings and passages, normalised."""

import argparse
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from citizen_style import to_first_person
from normalise import normalise

PASSAGE_WORDS = 45
"""About 64 pieces: what the retrieval code should also cut its texts to."""
SENTENCE_WORDS = range(6, 41)
MAX_SENTENCES = 120
MAX_PASSAGES = 60


@dataclass
class Example:
    """One document, ready to be sampled from. All texts are normalised."""

    id: str
    title: str
    description: str = ""
    theme: str = ""
    questions: list[str] = field(default_factory=list)
    """Questions as citizens type them (intents) or as the authors wrote them (fiches)."""
    headings: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    """Sentences of the text, put in the first person."""
    passages: list[str] = field(default_factory=list)
    """Pieces of text of at most PASSAGE_WORDS words, each after its heading."""
    services: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    """Ids that must not serve as negatives of this one."""
    abroad: dict[str, list[str]] = field(default_factory=dict)
    """Questions in other languages than French, by language (`en`, `ar`…)."""
    spoken: bool = False
    """True when `questions` were written the way citizens type."""
    measured: bool = False


def cut_passages(heading: str, text: str) -> Iterable[str]:
    """Yield the text in passages of whole sentences, each after its heading."""
    passage: list[str] = []
    for sentence in re.split(r"(?<=[.!?;:])\s+", text):
        words = sentence.split()
        if passage and len(passage) + len(words) > PASSAGE_WORDS:
            yield f"{heading} : {' '.join(passage)}" if heading else " ".join(passage)
            passage = []
        passage += words[:PASSAGE_WORDS]
    if passage:
        yield f"{heading} : {' '.join(passage)}" if heading else " ".join(passage)


def first_person_sentences(texts: Iterable[str]) -> Iterable[str]:
    """Yield the sentences of `texts` of a useful length, as a citizen would say them."""
    for text in texts:
        for sentence in re.split(r"(?<=[.!?;])\s+", text):
            if len(sentence.split()) in SENTENCE_WORDS:
                yield to_first_person(sentence)


def distinct(texts: Iterable[str], limit: int) -> list[str]:
    """Return the first `limit` distinct texts that say something, in order."""
    return list(dict.fromkeys(text for text in texts if len(text) > 7))[:limit]


def build_example(document: dict[str, Any]) -> Example:
    """Return the example of one row of documents.jsonl."""
    title, description = normalise(document["title"]), normalise(document["description"])
    sections = [(normalise(heading), normalise(text)) for heading, text in document["sections"]]
    theme = normalise(document["breadcrumb"]).removesuffix(title).strip()
    return Example(
        id=document["id"],
        title=title,
        description=description,
        theme=re.sub(r"^accueil \w+ ", "", theme),
        questions=distinct(map(normalise, document["questions"]), 20),
        headings=distinct((heading for heading, _ in sections), 30),
        sentences=distinct(first_person_sentences([description, *(text for _, text in sections)]), MAX_SENTENCES),
        passages=distinct((cut for heading, text in sections for cut in cut_passages(heading, text)), MAX_PASSAGES),
        services=distinct(map(normalise, document["services"]), 10),
        measured=document["measured"],
    )


def main() -> None:
    """Write examples.jsonl from documents.jsonl."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    examples = [build_example(json.loads(row)) for row in options.documents.read_text("utf-8").splitlines()]
    with options.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(asdict(example), ensure_ascii=False) + "\n" for example in examples)
    counts = {name: sum(len(getattr(e, name)) for e in examples) for name in ("questions", "sentences", "passages")}
    print(f"{len(examples)} examples, {counts}")


if __name__ == "__main__":
    main()
