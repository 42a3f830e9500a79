#!/bin/sh
# Runs a search, or goes on with it, and keeps what the tables need: results/rediscovery/search.sh RUN KEPT CONFIG [OPTION...]   From the project's root.
set -eu
run=$1
kept=$2
shift 2
if [ ! -d "$run" ]; then
    ./savanna search "$@" --out "$run" --quiet
elif [ ! -f "$run/winner.program" ]; then
    ./savanna resume "$run" --quiet
fi
python3 results/rediscovery/trim.py "$run" "$kept"
