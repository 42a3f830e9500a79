#!/bin/sh
# How winners and known optimizers do on tasks that no search saw, and on those of the searches: all tuned with the same number of tries, then scored
# on fresh seeds and the test split. From the project's root, after reproduce.sh; some 40 minutes on two cores, most of them the GPT's, which
# needs Python with PyTorch and `pip install ./python` (SAVANNA_PYTHON), and text/tinyshakespeare.txt
# in the folder SAVANNA_DATA; mnist-vit reads mnist/t10k-*.gz there. Tasks whose JSON file is there are left out.
#
# The winners, fixed before the first of these trainings: of four kinds the one with the smallest seed. Of whole runs the cube root (3101), RMSprop
# (3102) and the sign of a momentum (3104); of evolution alone the one that is near to nothing known (3108); of local search the first;
# and that of the paper's sizes.
set -eu
here=results/rediscovery-suite
kept=$here/held-out
mkdir -p "$kept"
compare() {
    name=$1 task=$2
    shift 2
    [ -e "$kept/$name.json" ] && return
    ./savanna compare $here/winners/whole-3101.program $here/winners/whole-3102.program $here/winners/whole-3104.program \
        $here/winners/evolution-3108.program $here/winners/local-3101.program $here/winners/paper-1.program \
        results/rediscovery/adamw-suite.program results/rediscovery/lion-suite.program results/rediscovery/signum-suite.program results/matrix/muon-suite.program sgd-momentum \
        --task "$task" --seed 31 --quiet --json "$@" >"$kept/$name.part"
    mv "$kept/$name.part" "$kept/$name.json"
}
for task in noisy-vit digits-vit-64 zipf-lm-4 names-lm-a words-lm-a digits-vit-8; do
    compare $task $task --tune 16 --seeds 16
done
compare mnist-vit mnist-vit --tune 16 --seeds 4
compare cnn $here/held_out.py:cnn --tune 16 --seeds 8
compare gpt-32 $here/held_out.py:gpt_32 --tune 8 --seeds 4
compare gpt-256 $here/held_out.py:gpt_256 --tune 8 --seeds 4
cd "$kept"
python3 ../held_out_tables.py noisy-vit.json digits-vit-64.json zipf-lm-4.json digits-vit-8.json names-lm-a.json words-lm-a.json mnist-vit.json cnn.json gpt-32.json gpt-256.json
