"""Draw (query, document text) pairs for contrastive training, a batch of distinct documents at a time."""

import random
from dataclasses import dataclass

from citizen_style import CitizenStyle
from normalise import without_marks
from prepare_examples import Example

NEIGHBOURS_PER_SEED = 3
ABROAD_SHARE = 0.7
"""Of the questions drawn for an example that has some in other languages, how many are in one of these."""


@dataclass(frozen=True)
class Mix:
    """How a batch is composed; all shares are probabilities."""

    spoken_share: float = 0.0
    """Share of the batch drawn from examples whose questions citizens could have typed."""
    hard_share: float = 0.5
    """Share of seeds that bring their nearest documents along as hard negatives."""
    abroad_share: float = 0.0
    """Share of the batch drawn from examples that have questions in other languages than French."""


class PairSampler:
    """Draws batches; every document of a batch is a negative for the other queries."""

    def __init__(self, examples: list[Example], style: CitizenStyle, mix: Mix) -> None:
        self.examples = examples
        self.style = style
        self.rng = style.rng
        self.mix = mix
        self.by_id = {example.id: example for example in examples}
        self.written = [index for index, example in enumerate(examples) if not example.spoken]
        self.spoken = [index for index, example in enumerate(examples) if example.spoken]
        self.abroad = [index for index, example in enumerate(examples) if example.abroad]
        self.neighbours: list[list[int]] = []
        """For each example, the indices of its nearest ones; empty until mined."""

    def draw_batch(self, size: int) -> tuple[list[str], list[str]]:
        """Return `size` queries and, in the same order, a text of each of the `size` documents that answer them."""
        drawn = [self.examples[index] for index in self._draw_indices(size)]
        pairs = [self._draw_pair(example) for example in drawn]
        return [query for query, _ in pairs], [text for _, text in pairs]

    def _draw_pair(self, example: Example) -> tuple[str, str]:
        if not example.spoken:
            return self._draw_written(example)
        if self.mix.abroad_share and example.abroad and self.rng.random() < ABROAD_SHARE:
            return self._draw_abroad(example)
        return self._draw_spoken(example)

    def _draw_indices(self, size: int) -> list[int]:
        chosen: list[int] = []
        blocked: set[str] = set()

        def take(index: int) -> None:
            example = self.examples[index]
            ids = {example.id, *example.related}
            if len(chosen) < size and blocked.isdisjoint(ids):
                chosen.append(index)
                blocked.update(ids)

        while len(chosen) < size:
            seed = self.rng.choice(self._draw_from())
            take(seed)
            if self.neighbours and self.rng.random() < self.mix.hard_share:
                near = self.neighbours[seed]
                for index in self.rng.sample(near, min(NEIGHBOURS_PER_SEED, len(near))):
                    take(index)
        return chosen

    def _draw_from(self) -> list[int]:
        if self.abroad and self.rng.random() < self.mix.abroad_share:
            return self.abroad
        return self.spoken if self.spoken and self.rng.random() < self.mix.spoken_share else self.written

    def _draw_written(self, example: Example) -> tuple[str, str]:
        kind, query = self._draw_query(example)
        query = self.style.rewrite(query)
        if example.questions and kind != "question" and self.rng.random() < 0.05:
            return query, self.rng.choice(example.questions)
        return query, self._draw_text(example, titled=kind == "sentence" or self.rng.random() < 0.6)

    def _draw_query(self, example: Example) -> tuple[str, str]:
        """Return the kind of query drawn and its text, before it is made to look typed."""
        pick = self.rng.random()
        if example.sentences and pick < 0.4:
            return "sentence", self._cut(self.rng.choice(example.sentences))
        if example.questions and pick < 0.55:
            return "question", self.rng.choice(example.questions)
        if example.headings and pick < 0.7:
            return "heading", f"{example.title} {self.rng.choice(example.headings)}"
        if example.services and pick < 0.75:
            return "service", self.rng.choice(example.services)
        return "title", example.title

    def _cut(self, sentence: str) -> str:
        words = sentence.split()
        length = self.rng.randint(5, max(6, len(words)))
        start = self.rng.randint(0, max(0, len(words) - length))
        return " ".join(words[start : start + length])

    def _draw_text(self, example: Example, *, titled: bool) -> str:
        """Return one of the texts under which the retrieval code files a document."""
        pick = self.rng.random()
        if titled and pick < 0.35:
            return example.title
        if titled and pick < 0.45 and example.theme:
            return f"{example.title} : {example.theme}"
        body = example.description if example.description and pick < 0.65 else ""
        if not body and example.passages:
            body = self.rng.choice(example.passages)
        if not body:
            return example.title
        return f"{example.title} : {body}" if titled else body

    def _draw_spoken(self, example: Example) -> tuple[str, str]:
        question = self.rng.choice(example.questions)
        query = self.style.roughen(question) if self.rng.random() < 0.6 else question
        pick = self.rng.random()
        if pick < 0.3:
            others = [other for other in example.questions if other != question]
            return query, self.rng.choice(others or [example.title])
        linked = [self.by_id[id] for id in example.related if id in self.by_id]
        if linked and pick < 0.55:
            return query, self._draw_text(self.rng.choice(linked), titled=True)
        return query, self._draw_text(example, titled=True)

    def _draw_abroad(self, example: Example) -> tuple[str, str]:
        """Return a question in another language, and a text of its document: in French, or a question in that or in a third language."""
        language = self.rng.choice(sorted(example.abroad))
        question = self.rng.choice(example.abroad[language])
        query = question
        if self.rng.random() < 0.25:
            query = self.style.slip(query)
        if self.rng.random() < 0.2:
            query = without_marks(query)
        pick = self.rng.random()
        if pick < 0.35:
            return query, self._draw_text(example, titled=True)
        if pick < 0.6:
            return query, self.rng.choice(example.questions)
        other = language if pick < 0.85 else self.rng.choice(sorted(example.abroad))
        return query, self.rng.choice([text for text in example.abroad[other] if text != question] or [example.title])
