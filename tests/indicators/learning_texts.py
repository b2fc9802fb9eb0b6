#!/usr/bin/env python3
"""Prints the texts that the wording model is learned from: half 1, the batches but the last of
each language, and everyday/LANGUAGE-1. Half 2, the last batches and everyday/LANGUAGE-2 are only
measured.

usage: learning_texts.py > TEXTS

A line is a kind as Maillon calls it, a tab, the template (a text without one is its own), a tab,
and the text with its line breaks as \\n.
"""
import sys

import measure

KIND = {"everyday": "plain", "real_offer": "plain", "negation": "plain", "adult_independent": "plain"}


def learning_texts():
    return (measure.made_set("1", measure.LANGUAGES, 1) + measure.batches(measure.LANGUAGES, only_last=False)
            + measure.everyday(measure.LANGUAGES, 1))


def line_of(post):
    text = post["body"].replace("\\", "\\\\").replace("\n", "\\n").replace("\t", " ").replace("\r", " ")
    return "\t".join((KIND.get(post["kind"], post["kind"]), f"{post['language']} {post['template']}", text))


def main():
    for post in learning_texts():
        sys.stdout.write(line_of(post) + "\n")


main()
