"""Draw (query, document text) pairs for contrastive training, a batch of distinct documents at a time."""

import random
from dataclasses import dataclass

from citizen_style import CitizenStyle
from prepare_examples import Example

NEIGHBOURS_PER_SEED = 3
MORE_TEXTS = 4


@dataclass(frozen=True)
class Mix:
    """How a batch is composed; all shares are probabilities."""

    spoken_share: float = 0.0
    """Share of the batch drawn from examples whose questions citizens could have typed."""
    hard_share: float = 0.5
    """Share of seeds that bring their nearest documents along as hard negatives."""


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
        self.neighbours: list[list[int]] = []
        """For each example, the indices of its nearest ones; empty until mined."""
        self._asked: dict[str, str] = {}

    def draw_batch(self, size: int) -> tuple[list[str], list[list[str]]]:
        """Return `size` queries and, in the same order, the texts of the `size` documents that answer them.

        Half of the documents are shown by one text, the others by two to five: the search compares a question with an
        entry's texts one by one and with their middle.
        """
        drawn = [self.examples[index] for index in self._draw_indices(size)]
        pairs = [self._draw_spoken(example) if example.spoken else self._draw_written(example) for example in drawn]
        more = [self._more_texts(example) for example in drawn]
        texts = [[text, *others] for (_, text), others in zip(pairs, more, strict=True)]
        return [query for query, _ in pairs], texts

    def _more_texts(self, example: Example) -> list[str]:
        if self.rng.random() < 0.5:
            return []
        texts = []
        for _ in range(self.rng.randint(1, MORE_TEXTS)):
            if example.spoken and self.rng.random() < 0.4:
                question = self.rng.choice(example.questions)
                if question != self._asked.get(example.id):
                    texts.append(question)
            else:
                texts.append(self._draw_text(example, titled=True))
        return texts

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
            from_spoken = self.spoken and self.rng.random() < self.mix.spoken_share
            seed = self.rng.choice(self.spoken if from_spoken else self.written)
            take(seed)
            if self.neighbours and self.rng.random() < self.mix.hard_share:
                near = self.neighbours[seed]
                for index in self.rng.sample(near, min(NEIGHBOURS_PER_SEED, len(near))):
                    take(index)
        return chosen

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
        self._asked[example.id] = question
        query = self.style.roughen(question) if self.rng.random() < 0.6 else question
        pick = self.rng.random()
        if pick < 0.3:
            others = [other for other in example.questions if other != question]
            return query, self.rng.choice(others or [example.title])
        linked = [self.by_id[id] for id in example.related if id in self.by_id]
        if linked and pick < 0.55:
            return query, self._draw_text(self.rng.choice(linked), titled=True)
        return query, self._draw_text(example, titled=True)
