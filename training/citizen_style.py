"""Rewrite a written question or sentence the way a citizen types it to a town hall.

The fiches contain neither greetings, nor typos, nor the words of the kitchen table; the words come
from `spoken/`, written by the project. Everything here works on normalised text, with its accents or without.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from normalise import normalise, without_marks

STOP_WORDS = frozenset(
    "a à au aux avec ce ces cette d dans de des du en est et il l la le les leur ou où par pour que qui sa se ses son sur un une".split()
)

UNMARKED_SHARE = 0.3
"""Of the texts made to look typed, how many lose their accents."""

_FIRST_PERSON: tuple[tuple[str, str], ...] = (
    (r"\bvous n'avez pas\b", "j'ai pas"),
    (r"\bvous n'[êe]tes pas\b", "je suis pas"),
    (r"\bvous avez\b", "j'ai"),
    (r"\bvous [êe]tes\b", "je suis"),
    (r"\bvous devez\b", "je dois"),
    (r"\bvous pouvez\b", "je peux"),
    (r"\bvous souhaitez\b", "je veux"),
    (r"\bvous voulez\b", "je veux"),
    (r"\bvous allez\b", "je vais"),
    (r"\bvous faites\b", "je fais"),
    (r"\bvous vous (\w+)ez\b", r"je me \1e"),
    (r"\bvous (\w+)ez\b", r"je \1e"),
    (r"\b(peut|doit)-on\b", r"est ce que je \1"),
    (r"\bpouvez-vous\b", "est ce que je peux"),
    (r"\bdevez-vous\b", "est ce que je dois"),
    (r"\bavez-vous\b", "est ce que j'ai"),
    (r"\b[êe]tes-vous\b", "est ce que je suis"),
    (r"\bvotre\b", "mon"),
    (r"\bvos\b", "mes"),
    (r"\b(à|a|pour|chez|avec) vous\b", r"\1 moi"),
    (r"\bvous\b", "me"),
)
FIRST_PERSON = tuple((re.compile(pattern), replacement) for pattern, replacement in _FIRST_PERSON)

_PHONETIC: tuple[tuple[str, str], ...] = (
    ("er", "e"), ("ez", "er"), ("e", "er"), ("qu", "k"), ("ph", "f"), ("eau", "o"), ("au", "o"),
    ("ai", "e"), ("ss", "s"), ("s", "ss"), ("tion", "sion"), ("c", "s"), ("en", "an"), ("an", "en"),
    ("mm", "m"), ("nn", "n"), ("tt", "t"), ("ll", "l"), ("rr", "r"), ("ff", "f"), ("pp", "p"),
    ("y", "i"), ("i", "y"), ("h", ""), ("ent", "e"), ("es", "e"), ("s", ""), ("t", ""), ("'", ""), ("-", ""),
)  # fmt: skip


def to_first_person(sentence: str) -> str:
    """Return a normalised sentence addressed to "vous" as the citizen would say it ("je")."""
    for pattern, replacement in FIRST_PERSON:
        sentence = pattern.sub(replacement, sentence)
    return sentence


@dataclass(frozen=True)
class Phrasebook:
    """What `spoken/` holds, normalised."""

    openings: list[str]
    closings: list[str]
    words: dict[str, list[str]]
    """Administrative term -> what people say instead."""
    short_forms: dict[str, list[str]]


def _read_lines(path: Path) -> list[str]:
    return [normalise(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _read_table(path: Path) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            term, said = line.split("\t")
            table.setdefault(normalise(term), []).append(normalise(said))
    return table


def read_phrasebook(folder: Path) -> Phrasebook:
    """Return the phrasebook stored in `folder` (openings, closings, words, short forms)."""
    return Phrasebook(
        openings=_read_lines(folder / "openings.txt"),
        closings=_read_lines(folder / "closings.txt"),
        words=_read_table(folder / "words.tsv"),
        short_forms=_read_table(folder / "short-forms.tsv"),
    )


class CitizenStyle:
    """A seeded source of citizen-like rewritings. Probabilities were chosen by eye on samples."""

    def __init__(self, phrasebook: Phrasebook, rng: random.Random) -> None:
        self.phrasebook = phrasebook
        self.rng = rng
        self._replace_words = self._table_replacer(phrasebook.words, plural=True)
        self._replace_short_forms = self._table_replacer(phrasebook.short_forms, plural=False)

    def rewrite(self, text: str) -> str:
        """Return one citizen-like version of a normalised `text`; meaning kept, form roughened."""
        chance = self.rng.random
        if chance() < 0.5:
            text = self._replace_words(text, 0.6)
        text = self._drop_words(text)
        if chance() < 0.55:
            text = self._pad(text)
        if chance() < 0.15:
            text = self._replace_short_forms(text, 0.7)
        if chance() < 0.4:
            text = self._misspell(text)
        if chance() < 0.3:
            text = re.sub(r"[,;:.?!()]", " ", text)
        if chance() < 0.25:
            text = text.replace("'", self.rng.choice((" ", "")))
        if chance() < UNMARKED_SHARE:
            text = without_marks(text)
        return re.sub(r"\s+", " ", text).strip()

    def roughen(self, text: str) -> str:
        """Return `text` with light damage only, for questions that people already wrote as citizens."""
        chance = self.rng.random
        if chance() < 0.15:
            text = self._drop_words(text)
        if chance() < 0.15:
            text = self._pad(text)
        if chance() < 0.1:
            text = self._replace_short_forms(text, 0.5)
        if chance() < 0.25:
            text = self._misspell(text)
        if chance() < 0.15:
            text = text.replace("'", self.rng.choice((" ", "")))
        if chance() < UNMARKED_SHARE:
            text = without_marks(text)
        return re.sub(r"\s+", " ", text).strip()

    def slip(self, text: str) -> str:
        """Return `text`, in any language, with a letter left out, doubled or put in another place, or without its signs."""
        words = re.sub(r"[,;:.?!¿¡()؟،]", " ", text).split() if self.rng.random() < 0.5 else text.split()
        index = self.rng.randrange(len(words)) if words else 0
        if words and len(words[index]) > 3 and self.rng.random() < 0.7:
            words[index] = self._slip_letter(words[index])
        return " ".join(words) or text

    def _table_replacer(self, table: dict[str, list[str]], *, plural: bool) -> Callable[[str, float], str]:
        longest_first = sorted(table, key=len, reverse=True)
        ending = r"s?\b" if plural else r"\b"
        pattern = re.compile(r"\b(" + "|".join(map(re.escape, longest_first)) + ")" + ending)

        def replace(text: str, probability: float) -> str:
            def choose(match: re.Match[str]) -> str:
                kept = self.rng.random() >= probability
                return match.group(0) if kept else self.rng.choice(table[match.group(1)])

            return pattern.sub(choose, text)

        return replace

    def _pad(self, text: str) -> str:
        opening, closing = self.phrasebook.openings, self.phrasebook.closings
        if self.rng.random() < 0.75:
            text = f"{self.rng.choice(opening)} {text}"
            if self.rng.random() < 0.3:
                text = f"{self.rng.choice(opening)} {text}"
        if self.rng.random() < 0.5:
            text = f"{text} {self.rng.choice(closing)}"
        return text

    def _drop_words(self, text: str) -> str:
        words = text.split()
        if len(words) > 3 and self.rng.random() < 0.35:
            words = [word for word in words if self.rng.random() > 0.2] or words
        if self.rng.random() < 0.2:
            words = [word for word in words if word not in STOP_WORDS] or words
        return " ".join(words)

    def _misspell(self, text: str) -> str:
        words = text.split()
        for _ in range(1 + int(len(words) > 8)):
            index = self.rng.randrange(len(words)) if words else 0
            if words and len(words[index]) > 3:
                words[index] = self._misspell_word(words[index])
        return " ".join(words)

    def _misspell_word(self, word: str) -> str:
        if self.rng.random() < 0.6:
            found = [(said, typed) for said, typed in _PHONETIC if said in word]
            said, typed = self.rng.choice(found) if found else ("", "")
            head, _, tail = word.rpartition(said) if said else (word, "", "")
            return f"{head}{typed}{tail}"
        if self.rng.random() < 0.75:
            return self._slip_letter(word)
        letters, at = list(word), self.rng.randrange(1, len(word) - 1)
        letters[at] = self.rng.choice("aeiouslrtn")
        return "".join(letters)

    def _slip_letter(self, word: str) -> str:
        letters, at = list(word), self.rng.randrange(1, len(word) - 1)
        slip = self.rng.randrange(3)
        if slip == 0:
            del letters[at]
        elif slip == 1:
            letters[at], letters[at - 1] = letters[at - 1], letters[at]
        else:
            letters.insert(at, letters[at])
        return "".join(letters)
