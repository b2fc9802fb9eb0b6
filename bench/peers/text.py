"""Near-duplicate texts by other programs: datasketch, rensa, semhash.

usage: text.py TOOL --sweep POSTS.jsonl DIR        every configuration
       text.py TOOL --only CONFIG POSTS.jsonl DIR  one of them

Runs in the venv of ./dev bench. Writes DIR/CONFIG.csv (id, template) for each
configuration and prints, as its last line, a JSON list of {config, clusters,
start_up_cpu}. Exit 77: the tool cannot run here, and the last line says why.

A configuration is shingles, threshold and verification: `c5` are runs of five
characters, `w2` pairs of words; `exact` keeps a candidate pair only if the Jaccard
share of the shingles themselves reaches the threshold, `estimate` if the sketches'
does, `none` keeps all. What is left is joined to connected components, as the tools'
own guides do.
"""
import collections
import csv
import json
import pathlib
import re
import sys
import time

NOT_RUN = 77
SEED = 42


def read_posts(path):
    """Ids and texts: title and body of each line."""
    ids, texts = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            post = json.loads(line)
            ids.append(post["id"])
            texts.append("\n".join(filter(None, (post.get("title"), post.get("body")))).lower())
    return ids, texts


def shingles_of(text, kind):
    n = int(kind[1:])
    if kind[0] == "c":
        text = " ".join(text.split())
        return {text[i:i + n] for i in range(max(1, len(text) - n + 1))}
    words = re.findall(r"\w+", text)
    return {" ".join(words[i:i + n]) for i in range(max(1, len(words) - n + 1))}


def components(count, pairs):
    """The label of each of `count` texts, joined by the pairs."""
    parent = list(range(count))

    def find(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    for a, b in pairs:
        a, b = find(a), find(b)
        if a != b:
            parent[max(a, b)] = min(a, b)
    return [find(x) for x in range(count)]


def jaccard(a, b):
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)


def write_clusters(path, ids, labels):
    size = collections.Counter(labels)
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id", "template"])
        for post, label in zip(ids, labels):
            out.writerow([post, label if size[label] > 1 else ""])


class Datasketch:
    """MinHash and its LSH index, whose bands it sets from the threshold."""
    CONFIGS = [f"{s} {t} {v}" for s in ("c5", "w1", "w2", "w3") for t in (0.3, 0.4, 0.5, 0.6, 0.7)
               for v in ("none", "exact")]

    def __init__(self):
        import datasketch
        self.lib = datasketch

    def sketch(self, sets):
        made = []
        for shingles in sets:
            one = self.lib.MinHash(num_perm=128, seed=SEED)
            one.update_batch([s.encode() for s in shingles])
            made.append(one)
        return made

    def candidates(self, sketches, threshold):
        index = self.lib.MinHashLSH(threshold=threshold, num_perm=128)
        for i, sketch in enumerate(sketches):
            for j in index.query(sketch):
                yield j, i
            index.insert(i, sketch)


class Rensa:
    """R-MinHash in 32 bands of 4 (thresholds below 0.6) or 16 of 8 rows."""
    CONFIGS = [f"{s} {t} {v}" for s in ("c5", "w1", "w2", "w3") for t in (0.4, 0.5, 0.6, 0.7)
               for v in ("none", "estimate", "exact") if v != "none" or t in (0.5, 0.6)]

    def __init__(self):
        import rensa
        self.lib = rensa

    def sketch(self, sets):
        return self.lib.RMinHash.from_token_sets([list(s) for s in sets], 128, SEED)

    def candidates(self, sketches, threshold):
        index = self.lib.RMinHashLSH(threshold, 128, 32 if threshold < 0.6 else 16)
        index.insert_many(sketches)
        for i, sketch in enumerate(sketches):
            for j in index.query(sketch):
                if j < i:
                    yield j, i


def run_sketches(tool, texts, configs):
    """(config, labels) for each; texts are sketched once for each kind of shingles, and
    looked up once for each threshold."""
    asked = collections.defaultdict(lambda: collections.defaultdict(list))
    for config in configs:
        kind, threshold, verify = config.split()
        asked[kind][threshold].append(verify)
    for kind, thresholds in asked.items():
        sets = [shingles_of(text, kind) for text in texts]
        sketches = tool.sketch(sets)
        for threshold, verifications in thresholds.items():
            least, pairs = float(threshold), list(tool.candidates(sketches, float(threshold)))
            for verify in verifications:
                kept = pairs
                if verify == "exact":
                    kept = [(a, b) for a, b in pairs if jaccard(sets[a], sets[b]) >= least]
                elif verify == "estimate":
                    kept = [(a, b) for a, b in pairs if sketches[a].jaccard(sketches[b]) >= least]
                yield f"{kind} {threshold} {verify}", components(len(texts), kept)


class Semhash:
    """Embeddings of a static model; needs the model in the local cache."""
    CONFIGS = ["0.7", "0.8", "0.85", "0.9", "0.95"]

    def __init__(self):
        import semhash
        from model2vec import StaticModel
        self.lib = semhash
        name = "minishlab/potion-base-8M"
        try:
            self.model = StaticModel.from_pretrained(name)
        except Exception:  # whatever the hub's client raises when it may not fetch
            print(f"needs the embedding model {name}, which is not in the local cache")
            sys.exit(NOT_RUN)

    def run(self, texts, configs):
        records = [{"row": str(row), "text": text} for row, text in enumerate(texts)]
        made = self.lib.SemHash.from_records(records, columns=["text"], model=self.model)
        for config in configs:
            found = made.self_deduplicate(threshold=float(config))
            pairs = [(int(one.record["row"]), int(other["row"]))
                     for one in found.filtered for other, _ in one.duplicates]
            yield config, components(len(texts), pairs)


def main(arguments):
    name, mode, *rest = arguments
    only = rest.pop(0) if mode == "--only" else None
    posts, folder = rest
    tool = {"datasketch": Datasketch, "rensa": Rensa, "semhash": Semhash}[name]()
    ids, texts = read_posts(posts)
    start_up = time.process_time()
    configs = [only] if only else tool.CONFIGS
    found = tool.run(texts, configs) if name == "semhash" else run_sketches(tool, texts, configs)
    results = []
    for config, labels in found:
        path = pathlib.Path(folder) / (config.replace(" ", "-") + ".csv")
        write_clusters(path, ids, labels)
        results.append({"config": config, "clusters": str(path), "start_up_cpu": start_up})
    print(json.dumps(results))


if __name__ == "__main__":
    main(sys.argv[1:])
