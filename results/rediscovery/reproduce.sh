#!/bin/sh
# Repeats the rediscovery runs, or goes on with them: results/rediscovery/reproduce.sh SEED...   From the project's root.
# Each seed takes 6 to 20 minutes on two cores. Whole run folders stay in runs/; a trimmed store and the texts go to results/rediscovery/runs.
set -eu
here=results/rediscovery
for seed in "$@"; do
    kept=$here/runs/lion-$seed
    sh $here/search.sh runs/lion-"$seed" "$kept" configs/lion-2026-11.yaml --seed "$seed"
    ./savanna simplify "$kept/winner.program" --task noisy-vit --out runs/lion-"$seed"/simplified >/dev/null
    cp runs/lion-"$seed"/simplified/final.program runs/lion-"$seed"/simplified/DERIVATION.md "$kept"
    ./savanna inspect "$kept/final.program" --json >"$kept/final.json"
    sh $here/measure.sh "$kept" "$seed"
done
python3 $here/summary.py
