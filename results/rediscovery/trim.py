"""Copies the store of a run without what figures and tables do not need: trim.py RUN.DB COPY.DB. The copy opens in inspect, plot and report."""
import pathlib
import shutil
import sqlite3
import sys

source, copy = map(pathlib.Path, sys.argv[1:])
shutil.copy(source, copy)
with sqlite3.connect(copy) as store:
    store.execute("DELETE FROM training")
    # Paths of files that the config names are those of the machine.
    store.execute("DELETE FROM run WHERE key LIKE 'file %'")
    store.execute("UPDATE program SET mutation = replace(mutation, ?, '') WHERE number = 0", (f"{pathlib.Path.cwd()}/",))
    # What a search started from stays: figures tell searches from AdamW from those that go on.
    store.execute("DELETE FROM program WHERE stage NOT LIKE '%neighbourhood' AND number > 0")
    store.execute("DELETE FROM function WHERE stage NOT LIKE '%neighbourhood' AND hash NOT IN "
                  "(SELECT hash FROM function WHERE fitness IS NOT NULL GROUP BY hash ORDER BY min(fitness) LIMIT 20)")
connection = sqlite3.connect(copy)
connection.execute("VACUUM")
connection.close()
