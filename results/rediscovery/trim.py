"""Keeps of a run what figures and tables need, without paths of the machine: trim.py RUN KEPT, both folders. The copy opens in inspect, plot and report."""
import pathlib
import shutil
import sqlite3
import sys

run, kept = map(pathlib.Path, sys.argv[1:])
here = f"{pathlib.Path.cwd()}/"
kept.mkdir(parents=True, exist_ok=True)
(kept / "config.yaml").write_text((run / "config.yaml").read_text().replace(here, ""))
shutil.copy(run / "winner.program", kept)
shutil.copy(run / "run.db", kept)
with sqlite3.connect(kept / "run.db") as store:
    store.execute("DELETE FROM training_row")
    store.execute("DELETE FROM run WHERE key IN ('config', 'place') OR key LIKE 'file %'")
    store.execute("UPDATE run SET key = replace(key, ?1, ''), value = replace(value, ?1, '')", (here,))
    store.execute("UPDATE program_row SET mutation = replace(mutation, ?, '') WHERE number = 0", (here,))
    store.execute("UPDATE comparison SET name = replace(name, ?, '')", (here,))
    # What a search started from stays: figures tell searches from AdamW from those that go on.
    searches = "stage IN (SELECT id FROM stage WHERE stage NOT LIKE '%neighbourhood')"
    store.execute(f"DELETE FROM program_row WHERE {searches} AND number > 0")
    store.execute(f"DELETE FROM function_row WHERE {searches} AND hash NOT IN "
                  "(SELECT hash FROM function_row WHERE fitness IS NOT NULL GROUP BY hash ORDER BY min(fitness) LIMIT 20)")
connection = sqlite3.connect(kept / "run.db")
connection.execute("VACUUM")
connection.close()
