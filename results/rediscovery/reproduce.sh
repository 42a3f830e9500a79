#!/bin/sh
# Repeats the rediscovery runs, or goes on with them: results/rediscovery/reproduce.sh SEED...   From the project's root.
# Each seed takes 6 to 12 minutes on two cores. Whole run folders stay in runs/; a trimmed store and the texts go to results/rediscovery/runs.
set -eu
for seed in "$@"; do
    run=runs/lion-$seed
    kept=results/rediscovery/runs/lion-$seed
    if [ ! -d "$run" ]; then
        ./savanna search configs/lion.yaml --seed "$seed" --out "$run"
    elif [ ! -f "$run/winner.program" ]; then
        ./savanna resume "$run"
    fi
    ./savanna simplify "$run/winner.program" --task noisy-vit --out "$kept" >/dev/null
    ./savanna inspect "$run/winner.program" --json >"$kept/winner.json"
    ./savanna inspect "$kept/final.program" --json >"$kept/final.json"
    ./savanna compare "$run/winner.program" "$kept/final.program" results/rediscovery/adamw-tuned.program results/rediscovery/lion-tuned.program \
        --task noisy-vit --seeds 48 --tune 1 --seed "$seed" --quiet --json >"$kept/compare.json"
    cp "$run/winner.program" "$kept"
    sed "s|$PWD/||g" "$run/config.yaml" >"$kept/config.yaml"
    python3 results/rediscovery/trim.py "$run/run.db" "$kept/run.db"
done
python3 results/rediscovery/summary.py
