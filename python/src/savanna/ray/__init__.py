"""A worker with as many slots as a Ray cluster has: ``python -m savanna.ray``. Ray starts processes where there is room, on machines
that come and go; who hands out trainings and answers for them is :mod:`savanna.ray.cluster`."""
