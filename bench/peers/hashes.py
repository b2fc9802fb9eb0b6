"""Exact Hamming search by other programs: FAISS's flat and multi-hash binary indexes, and
python-threatexchange's PDQ index.

usage: hashes.py TOOL HASHES QUERIES RADIUS MOST

Runs in the venv of ./dev bench, on one thread, query by query, MOST queries at most. The
last line printed is JSON: build and search in CPU seconds, hits, their sum of row numbers
and distances (the same for each program over the same queries).
"""
import json
import os
import pathlib
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"


def load(path):
    import numpy
    return numpy.fromfile(path, dtype=numpy.uint8).reshape(-1, 32)


def resident():
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return 0


def run_faiss(kind, hashes, queries, radius):
    import faiss
    faiss.omp_set_num_threads(1)
    # 16 substrings of 16 bits with one flip find all within 31 bits.
    index = faiss.IndexBinaryFlat(256) if kind == "flat" else faiss.IndexBinaryMultiHash(256, 16, 16)
    if kind == "multihash":
        if radius > 31:
            raise SystemExit("one flip is exact up to 31 bits only")
        index.nflip = 1
    begin = time.process_time()
    index.add(hashes)
    built = time.process_time() - begin
    begin, hits, total = time.process_time(), 0, 0
    for i in range(len(queries)):
        _, distances, rows = index.range_search(queries[i:i + 1], radius + 1)  # it means: nearer than
        hits += len(rows)
        total += int(rows.sum()) + int(distances.sum())
    return built, time.process_time() - begin, hits, total


def run_threatexchange(hashes, queries, radius):
    from threatexchange.signal_type.pdq.pdq_faiss_matcher import PDQMultiHashIndex
    import faiss
    faiss.omp_set_num_threads(1)
    index = PDQMultiHashIndex()
    begin = time.process_time()
    index.add([row.tobytes().hex() for row in hashes], range(len(hashes)))
    built = time.process_time() - begin
    begin, hits, total = time.process_time(), 0, 0
    for query in queries:
        asked = query.tobytes().hex()
        found = index.search_with_distance_in_result([asked], radius)[asked]
        hits += len(found)
        total += sum(int(one[0]) + int(one[2]) for one in found)
    return built, time.process_time() - begin, hits, total


def main():
    tool, hashes, queries, radius, most = sys.argv[1:]
    try:
        hashes, queries = load(hashes), load(queries)[:int(most)]
        if tool == "threatexchange":
            done = run_threatexchange(hashes, queries, int(radius))
        else:
            done = run_faiss(tool, hashes, queries, int(radius))
    except ImportError as error:
        print(f"it cannot be loaded: {error}")
        return 77
    built, searched, hits, total = done
    print(json.dumps({"build_cpu": built, "queries": len(queries), "queries_per_second": len(queries) / searched,
                      "hits": hits, "sum": total, "resident": resident()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
