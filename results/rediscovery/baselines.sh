#!/bin/sh
# The baselines of the rediscovery: results/rediscovery/baselines.sh local|random|constants SEED...   From the project's root.
# Constants only and random search train as many functions as a whole run of configs/lion.yaml; local is its neighbourhood search around AdamW,
# with no evolution before it. Each takes 3 to 10 minutes a seed on two cores.
set -eu
kind=$1
shift
for seed in "$@"; do
    run=runs/$kind-$seed
    kept=results/rediscovery/baselines/$kind-$seed
    if [ ! -d "$run" ]; then
        ./savanna search results/rediscovery/$kind.yaml --seed "$seed" --out "$run" --quiet
    elif [ ! -f "$run/winner.program" ]; then
        ./savanna resume "$run" --quiet
    fi
    mkdir -p "$kept"
    ./savanna inspect "$run/winner.program" --json >"$kept/winner.json"
    ./savanna compare "$run/winner.program" results/rediscovery/adamw-tuned.program results/rediscovery/lion-tuned.program \
        --task noisy-vit --seeds 48 --tune 1 --seed "$seed" --quiet --json >"$kept/compare.json"
    cp "$run/winner.program" "$kept"
    sed "s|$PWD/||g" "$run/config.yaml" >"$kept/config.yaml"
    python3 results/rediscovery/trim.py "$run/run.db" "$kept/run.db"
done
