"""Put the encoder on the way between two checkpoints (weights averaged as in arXiv:2109.01903): what training taught, and most of what was known before."""

import argparse
from pathlib import Path

from encoder import Encoder, load_encoder, save_encoder


def blend(before: Encoder, after: Encoder, share: float) -> Encoder:
    """Return the encoder that is `share` of the way from `before` to `after`."""
    begun = before.state_dict()
    blended = Encoder(after.shape)
    blended.load_state_dict({name: begun[name] + share * (value - begun[name]) for name, value in after.state_dict().items()})
    return blended


def main() -> None:
    """Write the blend of two checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--after", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    save_encoder(blend(load_encoder(options.before), load_encoder(options.after), options.share), options.out)


if __name__ == "__main__":
    main()
