#!/bin/sh
# Draws Figures 2 and 3 from the stored searches, after running those that are missing: results/rediscovery/figures.sh, from the project's root.
# Some seven minutes on two cores; seconds where the stores are present.
set -eu
here=results/rediscovery
for strategy in evolution hyperparameters random; do
    if [ ! -f $here/figures/$strategy/run.db ]; then
        sh $here/search.sh runs/figures-$strategy $here/figures/$strategy $here/figures.yaml --set search.strategy=$strategy
    fi
done
./savanna plot $here/figures/evolution $here/figures/hyperparameters $here/figures/random --out $here
