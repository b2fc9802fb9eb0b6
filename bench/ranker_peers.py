#!/usr/bin/env python3
"""scikit-learn's linear models on the splits that ranker_tool wrote.

TF-IDF of words and pairs and of 3 to 5 letters, the same folds. Of each model's penalties the best
by the truth is taken, which is in the peer's favour.

usage: ranker_peers.py SPLITS        (needs scikit-learn)
"""
import csv
import sys
import time

import numpy
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.svm import LinearSVC

STRENGTHS = (0.25, 1, 4, 16)


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    label = numpy.array([int(row[2]) for row in rows])
    text = numpy.array([row[3] for row in rows], dtype=object)
    for column, split in enumerate(("by group", "at random")):
        fold = numpy.array([int(row[column]) for row in rows])
        features, start = make_features(text, fold), time.process_time()
        for name, make in (("LogisticRegression", lambda c: LogisticRegression(
                C=c, class_weight="balanced", max_iter=1000)),
                           ("LinearSVC", lambda c: LinearSVC(C=c, class_weight="balanced"))):
            best = max((held_out(features, label, fold, make(c)) for c in STRENGTHS))
            print(f"{split:9}  {name:18}  F1 {best[0]:.3f}  average precision {best[1]:.3f}  "
                  f"CPU {time.process_time() - start:.1f} s")
            start = time.process_time()


def make_features(text, fold):
    """For each fold the matrices of the rest and of the fold itself."""
    made = []
    for number in range(fold.max() + 1):
        parts = []
        for options in ({"ngram_range": (1, 2)}, {"analyzer": "char_wb", "ngram_range": (3, 5)}):
            vectors = TfidfVectorizer(min_df=2, sublinear_tf=True, **options)
            parts.append((vectors.fit_transform(text[fold != number]), vectors.transform(text[fold == number])))
        made.append([hstack([part[side] for part in parts]).tocsr() for side in (0, 1)])
    return made


def held_out(features, label, fold, model):
    score = numpy.zeros(len(label))
    for number, (rest, held) in enumerate(features):
        score[fold == number] = model.fit(rest, label[fold != number]).decision_function(held)
    return f1_score(label, score > 0), average_precision_score(label, score)


if __name__ == "__main__":
    main()
