#!/bin/sh
# The baselines of the rediscovery: results/rediscovery/baselines.sh local|random|constants SEED...   From the project's root.
# Random search and constants make as many trainings as a whole run of configs/lion-2026-11.yaml; local is the neighbourhood search of lion-2026-11.yaml around
# AdamW, with no evolution before it. Each takes 2 to 8 minutes a seed on two cores.
set -eu
here=results/rediscovery
kind=$1
shift
for seed in "$@"; do
    kept=$here/baselines/$kind-$seed
    sh $here/search.sh runs/"$kind-$seed" "$kept" $here/"$kind".yaml --seed "$seed"
    sh $here/measure.sh "$kept" "$seed"
done
