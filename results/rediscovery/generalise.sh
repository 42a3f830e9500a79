#!/bin/sh
# How the winners do on tasks that no search saw: every program tuned with the same number of tries, then scored on fresh seeds and the test split.
# From the project's root, after reproduce.sh; about 15 minutes on two cores.
set -eu
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
for run in results/rediscovery/runs/lion-*; do
    cp "$run/final.program" "$programs/$(basename "$run").program"
done
kept=results/rediscovery/generalisation
mkdir -p "$kept"
compare() {
    task=$1
    shift
    ./savanna compare "$programs"/*.program results/rediscovery/lion-tuned.program results/rediscovery/adamw-tuned.program sgd-momentum \
        --task "$task" --seed 1 --quiet --json "$@" >"$kept/$task.part"
    mv "$kept/$task.part" "$kept/$task.json"
}
compare digits-mlp --tune 16 --seeds 16
compare digits-vit --tune 16 --seeds 16
compare names-lm --tune 16 --seeds 16
compare words-lm --tune 16 --seeds 16
compare noisy-vit-c --tune 4 --seeds 4
