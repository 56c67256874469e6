"""A learnt vector for each subject: every query and text is told from thousands of subjects at once, whatever the batch holds."""

import torch
from prepare_examples import Example
from torch import Tensor, nn
from torch.nn import functional

TEMPERATURE = 0.05


class Anchors(nn.Module):
    """Vectors [subjects, width], one for all examples of one id. They serve the training only, and are not shipped (proxies: arXiv:1703.07464)."""

    def __init__(self, examples: list[Example], width: int) -> None:
        super().__init__()
        places: dict[str, int] = {}
        for example in examples:
            places.setdefault(example.id, len(places))
        first = {example.id: example for example in reversed(examples)}
        self.subjects = [first[id] for id in places]
        self.vectors = nn.Parameter(torch.empty(len(places), width))
        nn.init.normal_(self.vectors, std=0.05)
        self.place_of_example = torch.tensor([places[example.id] for example in examples])
        kept = [(places[example.id], places[id]) for example in examples for id in example.related if id in places]
        pairs = torch.tensor(kept, dtype=torch.long).reshape(-1, 2)
        self.spared = torch.zeros(len(places), len(places), dtype=torch.bool)
        """Subjects [subject, other] that are no negatives of one another."""
        self.spared[pairs[:, 0], pairs[:, 1]] = True
        self.spared[pairs[:, 1], pairs[:, 0]] = True
        self.spared.fill_diagonal_(False)

    @torch.no_grad()
    def start(self, embeddings: Tensor) -> None:
        """Begin at these embeddings [subjects, width]."""
        self.vectors.copy_(embeddings)

    def loss(self, embeddings: Tensor, examples: Tensor) -> Tensor:
        """Return the cross-entropy of finding each embedding's [n, width] own subject, given the example [n] that it comes from."""
        own = self.place_of_example[examples]
        similarities = embeddings @ functional.normalize(self.vectors, dim=-1).T / TEMPERATURE
        return functional.cross_entropy(similarities.masked_fill(self.spared[own], -1e4), own)
