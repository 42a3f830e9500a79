#!/bin/sh
# Repeats the runs of README.md, or goes on with them, and makes their tables and figures, from the project's root:
#     results/rediscovery-suite/reproduce.sh [PART...]
# Parts, and their hours on two cores: ways (4), ablation (1.5), price (.2), paper (.8), long (4); without one, all of them. held_out.sh comes after.
# Whole run folders stay in runs/rediscovery-suite; trimmed stores, winners and figures go to results/rediscovery-suite. The figures of searches need the
# whole folders; tables.py is content with results/rediscovery-suite/runs in their place.
set -eu
here=results/rediscovery-suite
runs=runs/rediscovery-suite
known=results/rediscovery/lion-suite.program,results/rediscovery/signum-suite.program
mkdir -p $here/winners

# study NAME CONFIG VARIANTS [OPTION...]: what it prints goes to NAME.json.
study() {
    name=$1 config=$2 variants=$3
    shift 3
    ./savanna study "$config" --variants "$here/$variants" --fresh 16 --json --out "$runs/$name" "$@" >"$here/$name.part"
    mv "$here/$name.part" "$here/$name.json"
}

winners() {
    for run in "$@"; do
        cp "$run/winner.program" "$here/winners/$(basename "$run").program"
    done
}

searched_alone() {
    study "$@" --set neighbourhood=absent --set funnel-b=absent --set funnel-c=absent --set simplification=absent --set search.trainings=1500
}

ways() {
    study study configs/lion.yaml ways.yaml --seeds 3101-3110 --held-out names-lm-a,words-lm-a,digits-vit-8 --tries 16 --beside $known
    for run in $runs/study/whole-31??; do
        python3 results/rediscovery/trim.py "$run" "$here/runs/$(basename "$run")"
    done
    winners $runs/study/whole-31?? $runs/study/evolution-31?? $runs/study/local-31?? $runs/study/constants-31??
    ./savanna plot $runs/study/evolution-31?? $runs/study/constants-31?? $runs/study/random-31?? --out $runs/figures
    cp $runs/figures/state-prices.svg $here
    python3 $here/ways.py $here/study.json >$here/ways.svg
    python3 $here/tables.py $here/study.json $runs/study
}

ablation() {
    searched_alone ablation configs/lion.yaml ablation.yaml --seeds 3111-3113 --set search.repeats=1
}

price() {
    searched_alone price configs/lion.yaml price.yaml --seeds 3121-3123
    winners $runs/price/*-312?
}

paper() {
    if [ -e $runs/paper-1/run.db ]; then ./savanna resume $runs/paper-1; else ./savanna search configs/paper.yaml --out $runs/paper-1; fi
    python3 results/rediscovery/trim.py $runs/paper-1 $here/runs/paper-1
    cp $runs/paper-1/winner.program $here/winners/paper-1.program
    ./savanna plot $runs/paper-1 --out $runs/paper-figures
    for figure in figure-2-fitness figure-2-equal-cost figure-2-shares; do
        cp $runs/paper-figures/$figure.svg $here/paper-$figure.svg
    done
    cp $runs/paper-figures/figure-3-meta-validation.svg $here/paper-figure-3.svg
}

long() {
    study long configs/paper.yaml long.yaml --seeds 3201-3210 --held-out names-lm-a,words-lm-a --tries 16 --beside $known \
        --set search.repeats=1 --set search.restarts=0 --set meta-validation=absent --set funnel-b=absent --set funnel-c=absent \
        --set simplification=absent --set ranking.candidates=6
    winners $runs/long/*-32??
    python3 $here/tables.py $here/long.json $runs/long
}

parts=${*:-ways ablation price paper long}
for part in $parts; do
    case $part in
    ways | ablation | price | paper | long) ;;
    *)
        echo "expected ways, ablation, price, paper or long; found $part" >&2
        exit 2
        ;;
    esac
done
for part in $parts; do
    $part
done
