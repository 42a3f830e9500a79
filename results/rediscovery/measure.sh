#!/bin/sh
# Compares the winner kept in a folder, and what it became by simplification if that is there, with the tuned references on 48 fresh seeds: results/rediscovery/measure.sh KEPT SEED
set -eu
kept=$1
./savanna inspect "$kept/winner.program" --json >"$kept/winner.json"
set -- "$2" "$kept/winner.program"
[ ! -f "$kept/final.program" ] || set -- "$@" "$kept/final.program"
seed=$1
shift
./savanna compare "$@" results/rediscovery/adamw-tuned.program results/rediscovery/lion-tuned.program \
    --task noisy-vit --seeds 48 --tune 1 --seed "$seed" --quiet --json >"$kept/compare.json"
