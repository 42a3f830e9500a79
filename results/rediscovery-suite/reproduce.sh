#!/bin/sh
# Repeats the runs of README.md, or goes on with them, and makes its tables and figures: results/rediscovery-suite/reproduce.sh, from the project's root.
# Some four hours on two cores. Whole run folders stay in runs/rediscovery-suite; trimmed stores, winners and figures go to results/rediscovery-suite.
# The figures of searches need the whole folders; tables.py is content with results/rediscovery-suite/runs in their place.
set -eu
here=results/rediscovery-suite
runs=runs/rediscovery-suite
./savanna study configs/lion.yaml --variants $here/ways.yaml --seeds 3101-3110 --fresh 16 --json --out $runs \
    --held-out names-lm-a,words-lm-a,digits-vit-8 --tries 16 \
    --beside results/rediscovery/lion-suite.program,results/rediscovery/signum-suite.program >$here/study.part
mv $here/study.part $here/study.json
for run in $runs/*-31??; do
    name=$(basename "$run")
    case $name in
    random-*) continue ;;
    whole-*) python3 results/rediscovery/trim.py "$run" $here/runs/"$name" ;;
    esac
    mkdir -p $here/winners && cp "$run/winner.program" $here/winners/"$name".program
done
./savanna plot $runs/evolution-31?? $runs/constants-31?? $runs/random-31?? --out $runs/figures
cp $runs/figures/state-prices.svg $here
python3 $here/ways.py $here/study.json >$here/ways.svg
python3 $here/tables.py $here/study.json $runs
