"""Turn the installed entries and their intents into examples, with some questions held out.

An entry is `knowledge/<id>.md` (YAML front matter, then Markdown); its questions are the
utterances of `intents/<id>.json`.
"""

import argparse
import json
import re
from dataclasses import asdict
from pathlib import Path

import yaml
from normalise import normalise
from prepare_examples import Example, cut_passages, distinct
from read_bank import read_questions

HELD_OUT_EVERY = 7
"""One question in seven (14 %) is held out of the training when asked."""


def read_sections(markdown: str) -> list[tuple[str, str]]:
    """Return (heading, text) for each `## ` section, without marks nor the commune's placeholders."""
    sections = []
    for part in re.split(r"^## ", markdown, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        body = re.sub(r"\{\{[^}]*\}\}|\*\*|^[-*] |^\d+\. |\]\([^)]*\)|[\[\]]", " ", body, flags=re.MULTILINE)
        sections.append((normalise(heading), normalise(body)))
    return sections


def read_entry(path: Path, intents: Path) -> Example:
    """Return the example of one entry, with all its questions."""
    _, front_matter, markdown = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = yaml.safe_load(front_matter)
    questions = read_questions(intents / f"{path.stem}.json")
    sections = read_sections(markdown)
    return Example(
        id=f"entry-{path.stem}",
        title=normalise(facts["title"]),
        description=normalise(facts["summary"]),
        theme=normalise(str(facts.get("category", "")).replace("-", " ")),
        questions=questions.pop("fr"),
        abroad=questions,
        passages=distinct((cut for heading, text in sections for cut in cut_passages(heading, text)), 30),
        related=[str(id) for id in facts.get("servicePublic") or []],
        spoken=True,
    )


def read_entries(knowledge: Path, intents: Path) -> list[Example]:
    """Return the examples of all entries that have an intent; entries on one fiche spare each other."""
    paths = [path for path in sorted(knowledge.glob("*.md")) if (intents / f"{path.stem}.json").exists()]
    entries = [read_entry(path, intents) for path in paths]
    for entry in entries:
        fiches = set(entry.related)
        entry.related += [other.id for other in entries if other is not entry and fiches & set(other.related)]
    return entries


def main() -> None:
    """Write the entries' examples, and the held-out questions where a file is named for them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knowledge", type=Path, required=True)
    parser.add_argument("--intents", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, help="hold one question in seven out, into this file")
    options = parser.parse_args()
    entries = read_entries(options.knowledge, options.intents)
    held_out = []
    if options.held_out:
        for entry in entries:
            held_out += [{"id": entry.id, "question": text} for text in entry.questions[3::HELD_OUT_EVERY]]
            del entry.questions[3::HELD_OUT_EVERY]
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in held_out]
        options.held_out.write_text("".join(lines), encoding="utf-8")
    lines = [json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries]
    options.out.write_text("".join(lines), encoding="utf-8")
    print(f"{len(entries)} entries, {sum(len(e.questions) for e in entries)} questions, {len(held_out)} held out")


if __name__ == "__main__":
    main()
