"""Mean ROC AUC of scikit-learn's isolation forest over ten seeds: one JSON object, file name to mean."""

import json
import sys
from pathlib import Path

import numpy
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

found = {}
for name in sys.argv[1:]:
    data = numpy.load(name)
    areas = []
    for seed in range(10):
        forest = IsolationForest(n_estimators=100, max_samples=256, random_state=seed).fit(data["X"])
        areas.append(roc_auc_score(data["y"], -forest.score_samples(data["X"])))
    found[Path(name).name] = sum(areas) / len(areas)
print(json.dumps(found))
