"""Train one stage of the encoder with in-batch negatives; resumes from its checkpoint."""

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from citizen_style import CitizenStyle, read_phrasebook
from encoder import PADDING_ID, Encoder, load_encoder, save_encoder
from prepare_examples import Example
from pretrained import Pieces, read_pieces
from sample_pairs import Mix, PairSampler
from torch import Tensor
from torch.nn import functional

TEMPERATURE = 0.025
QUERY_PIECES, TEXT_PIECES = 40, 48
CHUNK = 32
"""Texts of similar length encoded together: less padding to compute."""
WARMUP_STEPS = 60
NEIGHBOURS = 10
CHECKPOINT_STEPS = 100


@dataclass(frozen=True)
class Stage:
    """What one run of this file does, as read from the command line."""

    examples: list[Path]
    pieces: Path
    spoken: Path
    out: Path
    init: Path
    frozen: int
    steps: int
    batch: int
    rate: float
    spoken_share: float
    hard_share: float
    abroad_share: float
    mine_every: int
    seed: int


def embed(encoder: Encoder, ids: list[list[int]]) -> Tensor:
    """Return the embeddings [n, width] of `ids`, computed in chunks of similar length."""
    order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
    parts = []
    for start in range(0, len(order), CHUNK):
        rows = [ids[index] for index in order[start : start + CHUNK]]
        length = max(map(len, rows))
        parts.append(encoder(torch.tensor([row + [PADDING_ID] * (length - len(row)) for row in rows])))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(parts)[back]


def contrastive_loss(queries: Tensor, texts: Tensor) -> tuple[Tensor, float]:
    """Return the symmetric cross-entropy (InfoNCE, arXiv:1807.03748) and the share of right first places."""
    similarities = queries @ texts.T / TEMPERATURE
    right = torch.arange(len(queries))
    loss = (functional.cross_entropy(similarities, right) + functional.cross_entropy(similarities.T, right)) / 2
    return loss, (similarities.argmax(1) == right).float().mean().item()


@torch.no_grad()
def mine_neighbours(encoder: Encoder, pieces: Pieces, examples: list[Example]) -> list[list[int]]:
    """Return, for each example, the indices of the NEIGHBOURS nearest others by title and description."""
    texts = [f"{example.title} : {example.description}" for example in examples]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        embeddings = embed(encoder, pieces.encode(texts, TEXT_PIECES)).float()
    nearest = (embeddings @ embeddings.T).topk(NEIGHBOURS + 1, dim=1).indices.tolist()
    return [[other for other in row if other != index] for index, row in enumerate(nearest)]


def read_examples(paths: list[Path]) -> list[Example]:
    """Return the examples of all files, in order."""
    return [Example(**json.loads(row)) for path in paths for row in path.read_text("utf-8").splitlines()]


def learning_rate_factor(step: int, steps: int) -> float:
    """Return the share of the peak rate at `step`: a short warm-up, then linear to 1 %."""
    return min(1.0, (step + 1) / WARMUP_STEPS) * max(0.01, 1 - step / steps)


class Trainer:
    """Holds what a checkpoint stores, and makes steps."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.pieces = read_pieces(stage.pieces)
        torch.manual_seed(stage.seed)
        self.encoder = load_encoder(stage.init).train()
        self.encoder.freeze(stage.frozen)
        self.trained = [value for value in self.encoder.parameters() if value.requires_grad]
        self.optimizer = torch.optim.AdamW(self.trained, lr=stage.rate, weight_decay=0.01, betas=(0.9, 0.98))
        examples = read_examples(stage.examples)
        random.seed(stage.seed)
        style = CitizenStyle(read_phrasebook(stage.spoken), random.Random(stage.seed))
        mix = Mix(stage.spoken_share, stage.hard_share, stage.abroad_share)
        self.sampler = PairSampler(examples, style, mix)
        self.step = 0

    @property
    def checkpoint(self) -> Path:
        """Where an interrupted stage waits."""
        return self.stage.out.with_suffix(".checkpoint.pt")

    def save(self) -> None:
        """Write the checkpoint: weights, optimizer, step, both random states and the mined neighbours."""
        state = {
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "random": (random.getstate(), self.sampler.rng.getstate()),
            "neighbours": self.sampler.neighbours,
        }
        save_encoder(self.encoder, self.checkpoint, **state)

    def resume(self) -> None:
        """Take up the checkpoint where there is one."""
        if not self.checkpoint.exists():
            return
        stored = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        self.encoder.load_state_dict(stored["weights"])
        self.optimizer.load_state_dict(stored["optimizer"])
        self.step = stored["step"]
        random.setstate(stored["random"][0])
        self.sampler.rng.setstate(stored["random"][1])
        self.sampler.neighbours = stored["neighbours"]
        print(f"resumed at step {self.step}", flush=True)

    def make_step(self) -> tuple[float, float]:
        """Train on one batch; return its loss and the share of right first places."""
        stage = self.stage
        if stage.mine_every and self.step % stage.mine_every == 0:
            self.sampler.neighbours = mine_neighbours(self.encoder, self.pieces, self.sampler.examples)
        queries, texts = self.sampler.draw_batch(stage.batch)
        for group in self.optimizer.param_groups:
            group["lr"] = stage.rate * learning_rate_factor(self.step, stage.steps)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            asked = embed(self.encoder, self.pieces.encode(queries, QUERY_PIECES)).float()
            said = embed(self.encoder, self.pieces.encode(texts, TEXT_PIECES)).float()
        loss, first = contrastive_loss(asked, said)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.step += 1
        return loss.item(), first


def train(stage: Stage) -> None:
    """Run the stage to its end and write `stage.out`."""
    torch.set_num_threads(2)
    trainer = Trainer(stage)
    trainer.resume()
    started, first_step, smooth = time.monotonic(), trainer.step, 0.0
    while trainer.step < stage.steps:
        loss, first = trainer.make_step()
        smooth += (first - smooth) * max(0.02, 1 / (trainer.step - first_step))
        if trainer.step % 20 == 0:
            elapsed = time.monotonic() - started
            left = elapsed / (trainer.step - first_step) * (stage.steps - trainer.step)
            line = f"{stage.out.stem} {trainer.step}/{stage.steps} loss {loss:.3f} first {smooth:.3f}"
            print(f"{line} {elapsed:.0f} s, {left / 60:.1f} min left", flush=True)
        if trainer.step % CHECKPOINT_STEPS == 0:
            trainer.save()
    save_encoder(trainer.encoder, stage.out)
    trainer.checkpoint.unlink(missing_ok=True)


def read_stage() -> Stage:
    """Return the stage that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--pieces", type=Path, required=True, help="the pieces that pretrained.py chose")
    parser.add_argument("--spoken", type=Path, required=True, help="folder of the phrasebook")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, required=True, help="encoder to start from")
    parser.add_argument("--frozen", type=int, default=6, help="lower layers that are kept as they are, with the pieces")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--spoken-share", type=float, default=0.0)
    parser.add_argument("--hard-share", type=float, default=0.5)
    parser.add_argument("--abroad-share", type=float, default=0.0)
    parser.add_argument("--mine-every", type=int, default=400, help="steps between two searches for hard negatives")
    parser.add_argument("--seed", type=int, default=1)
    return Stage(**vars(parser.parse_args()))


if __name__ == "__main__":
    train(read_stage())
