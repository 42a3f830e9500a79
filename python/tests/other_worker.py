"""A worker of another version, or with other data, where the variable OTHER says so: for the tests of what is refused."""

import os
import sys

from savanna import serving, worker

other = os.environ.get("OTHER", "")
if other == "version":
    worker.__version__ = "9.9.9"
if other == "data":
    # The same path elsewhere: another file of that name.
    hello = worker.Worker.hello

    def elsewhere(self, message, slots):
        message["task"]["python"] = message["task"]["python"].replace(os.environ["HERE"], os.environ["ELSEWHERE"])
        hello(self, message, slots)

    worker.Worker.hello = elsewhere
if other == "broken":
    sys.exit("no such library here")

serving.serve(worker.Worker)
