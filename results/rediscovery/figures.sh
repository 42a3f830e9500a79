#!/bin/sh
# Draws Figures 2 and 3 from the stored searches, after running those that are missing: results/rediscovery/figures.sh, from the project's root.
# Some seven minutes on two cores; seconds where the stores are present.
set -eu
kept=results/rediscovery/figures
for strategy in evolution hyperparameters random; do
    if [ ! -f "$kept/$strategy/run.db" ]; then
        run=runs/figures-$strategy
        if [ ! -d "$run" ]; then
            ./savanna search results/rediscovery/figures.yaml --set search.strategy="$strategy" --out "$run" --quiet
        elif [ ! -f "$run/winner.program" ]; then
            ./savanna resume "$run" --quiet
        fi
        mkdir -p "$kept/$strategy"
        sed "s|$PWD/||g" "$run/config.yaml" >"$kept/$strategy/config.yaml"
        python3 results/rediscovery/trim.py "$run/run.db" "$kept/$strategy/run.db"
    fi
done
./savanna plot "$kept/evolution" "$kept/hyperparameters" "$kept/random" --out results/rediscovery
