"""Turn the question bank into examples: each national fiche, each everyday subject, with the questions that people ask of it."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from normalise import normalise
from prepare_examples import Example
from train_encoder import read_examples

HELD_OUT_EVERY, HELD_OUT_PLACE = 4, 5
PASSAGES = 12
"""Passages of a fiche kept beside its questions; its other example keeps them all."""


def read_questions(path: Path) -> dict[str, list[str]]:
    """Return the distinct normalised questions of an intent, by language."""
    intent = json.loads(path.read_text(encoding="utf-8"))
    return {language: list(dict.fromkeys(map(normalise, questions))) for language, questions in intent["utterances"].items()}


def read_fiches(folder: Path, fiches: dict[str, Example]) -> list[Example]:
    """Return an example for each fiche that has questions; it bears the fiche's id, so that the two are never negatives."""
    found = []
    for path in sorted(folder.glob("F*.json")):
        fiche = fiches.get(path.stem)
        if fiche:
            kept = {"id": fiche.id, "title": fiche.title, "description": fiche.description, "theme": fiche.theme}
            found.append(Example(**kept, questions=read_questions(path)["fr"], passages=fiche.passages[:PASSAGES], spoken=True))
    return found


def read_everyday(folder: Path) -> list[Example]:
    """Return an example for each subject that is nobody's procedure: the encoder learns to keep these apart."""
    found = []
    for path in sorted(folder.glob("*.json")):
        questions = read_questions(path)
        french = questions.pop("fr")
        found.append(Example(id=f"background-{path.stem}", title=path.stem.replace("-", " "), questions=french, abroad=questions, spoken=True))
    return found


def main() -> None:
    """Write the bank's examples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, required=True, help="examples of the fiches")
    parser.add_argument("--intents", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, help="hold one question of one fiche in four out, into this file")
    options = parser.parse_args()
    fiches = {example.id: example for example in read_examples([options.examples])}
    bank = read_fiches(options.intents / "service-public", fiches) + read_everyday(options.intents / "background")
    if options.held_out:
        rows = [{"id": one.id, "question": one.questions.pop(HELD_OUT_PLACE)} for one in bank[::HELD_OUT_EVERY]]
        held_out = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows if not row["id"].startswith("background-")]
        options.held_out.write_text("".join(held_out), encoding="utf-8")
    lines = [json.dumps(asdict(example), ensure_ascii=False) + "\n" for example in bank]
    options.out.write_text("".join(lines), encoding="utf-8")
    print(f"{len(bank)} subjects, {sum(len(example.questions) for example in bank)} questions")


if __name__ == "__main__":
    main()
