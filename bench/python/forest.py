"""scikit-learn's isolation forest over a file of little-endian doubles: prints the seconds of fit and score_samples."""

import sys
import time

import numpy
from sklearn.ensemble import IsolationForest

path, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = numpy.fromfile(path, dtype="<f8").reshape(rows, columns)
began = time.perf_counter()
IsolationForest(n_estimators=100, max_samples=256, random_state=1).fit(data).score_samples(data)
print(time.perf_counter() - began)
