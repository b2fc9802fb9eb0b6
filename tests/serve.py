#!/usr/bin/env python3
"""`maillon serve` as a whole: every endpoint of the description with good and bad input,
replies checked against their schemas, hostile clients, stopping.

usage: serve.py PROGRAM [NAME...]

One server is started for all tests; NAME picks the tests whose name contains it. Ends
with "N passed, N failed"; some seconds in all.
"""
import gzip
import io
import json
import pathlib
import re
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zipfile
import zlib

from server import (ENV, MD5, NEAR, PATIENCE, PDQ, TOKEN, Failed, Server, check, chosen_tests, lookup, page_cookie, run_tests,
                    wait_for_job)


def form(name, data, boundary="XyX"):
    body = (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="a.png"\r\n\r\n'.encode() + data +
            f"\r\n--{boundary}--\r\n".encode())
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def png(size=128):
    """A made-up picture: overlapping waves of grey."""
    rows = b""
    for y in range(size):
        rows += b"\0" + bytes((x * y // 7 ^ x * 3 ^ y * 5) & 255 for x in range(size))
    chunk = lambda kind, data: (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


# ---- Tests --------------------------------------------------------------------

def test_core(s):
    for path, text in (("/livez", b"OK"), ("/readyz", b"READY"), ("/status", b"I-AM-ALIVE")):
        check(s.ask("GET", path, token=None).bytes == text, path)
    more = s.ask("GET", "/status", headers={"Accept": "application/json"})
    check(more.json["status"] == "I-AM-ALIVE" and more.json["requests"] > 0, "status as JSON")
    described = set(s.description["paths"]) - {"/login", "/logout", "/account"}  # which a server with accounts has
    check(described == set(s.ask("GET", "/site-map").json), "site-map and description differ")
    check(b"maillon_request_seconds_bucket" in s.ask("GET", "/metrics").bytes, "metrics")
    head = s.ask("HEAD", "/openapi.json")
    check(head.bytes == b"" and int(head.headers["Content-Length"]) > 10_000, "HEAD")
    packed = s.ask("GET", "/openapi.json", headers={"Accept-Encoding": "gzip"})
    check(packed.headers["Content-Encoding"] == "gzip", "gzip")
    check(json.loads(gzip.decompress(packed.bytes)) == s.description, "gzip gives something else")
    check(s.ask("OPTIONS", "/m/lookup").headers["Allow"] == "GET, HEAD, POST, OPTIONS", "OPTIONS")


def test_lookup(s):
    found = s.ask("GET", lookup(PDQ)).json
    check([m["distance"] for m in found["BLOCK"]] == ["0", "4"], f"lookup: {found}")
    check("KNOWN_GOOD" not in found, "an allow list is asked by name only")
    check("KNOWN_GOOD" in s.ask("GET", lookup(PDQ, more="&banks=KNOWN_GOOD")).json, "an allow list by name")
    explained = s.ask("GET", lookup(PDQ, more="&explain=true")).json["BLOCK"][0]
    check((explained["entry"], explained["classification"], explained["bank"]) == ("e1", "spam", "BLOCK"), explained)
    check(s.ask("GET", lookup(MD5.upper(), "video_md5")).json["BLOCK"], "MD5")
    check(s.ask("GET", lookup("0" * 64)).json == {}, "nothing")
    raw = s.ask("GET", lookup(PDQ).replace("lookup", "raw_lookup"))
    check(raw.json["matches"] == [m["bank_content_id"] for m in found["BLOCK"]], "raw_lookup")
    batch = s.ask("POST", "/m/lookup/batch", {"signal_type": "pdq", "signals": [PDQ, "x", NEAR] * 1000, "explain": True})
    check(len(batch.json["results"]) == 3000, "batch")
    check(batch.json["results"][0]["matches"]["BLOCK"][0]["bank_content_id"] == raw.json["matches"][0], "batch")
    check(s.ask("POST", "/m/compare", {"pdq": [PDQ, NEAR]}).json == {"pdq": [True, {"distance": 4}]}, "compare")
    for path in ("/m/index/status", "/c/signal_type/index", "/c/signal_type", "/c/content_type", "/c/banks"):
        check(s.ask("GET", path).status == 200, path)
    check(s.ask("GET", "/m/index/status").json["pdq"]["size"] == 3, "size")
    check(s.ask("GET", "/c/bank/BLOCK").json["name"] == "BLOCK", "bank")


def test_pictures(s):
    body, kind = form("photo", png())
    hashes = s.ask("POST", "/h/hash", body, kind).json
    check(set(hashes) == {"pdq", "md5", "sha1", "sha256"}, hashes)
    check(s.ask("POST", "/m/lookup?types=pdq,md5", body, kind).json == {"pdq": {}, "md5": {}}, "an unknown picture")
    for name, data in (("photo", b""), ("photo", b"not a picture"), ("photo", png()[:200]), ("video", png()), ("x", b"")):
        body, kind = form(name, data)
        check(s.ask("POST", "/h/hash", body, kind).status == 400, f"{name} {data[:9]}")
    body, kind = form("photo", png())
    check(s.ask("POST", "/h/hash", body[:300], kind).status == 400, "a form that is cut short")
    check(s.ask("POST", "/h/hash", b"x", {"Content-Type": "image/png"}).status == 415, "no form")
    body, kind = form("photo", png()[:-40])
    check(s.ask("POST", "/h/hash", body, kind).status == 400, "a damaged picture has no PDQ hash")
    damaged = s.ask("POST", "/m/lookup", body, kind)
    check(damaged.status == 200 and sorted(damaged.json) == ["md5", "sha1", "sha256"], f"it is looked up by its checksums: {damaged.bytes}")
    check(s.ask("GET", "/h/hash?url=http://127.0.0.1/").status == 403, "a URL")
    check(s.ask("GET", "/m/lookup?url=http://127.0.0.1/").status == 403, "a URL")


def test_texts(s):
    post = s.posts[3]
    found = s.ask("POST", "/m/text", {"title": post["title"], "body": post["body"], "country": post["country"]}).json
    check(found["networks"] and found["networks"][0]["by"], "a post of the case is of no network")
    known = [x for x in found["selectors"] if x["known"]]
    check(known, "no selector of a post of the case is known")
    spelled = post[known[0]["field"]].encode()[known[0]["begin"]:known[0]["end"]]
    check(spelled and spelled.decode(), "a range is no text")
    texts = [s.ask("POST", "/m/text", {"body": p["body"]}).json for p in s.posts[:60]]
    check(any(t["wording"] and t["wording"]["share"] > .3 and "{1}" in t["wording"]["text"] for t in texts), "wording")
    check(any(t["alike"] and t["alike"][0]["passage"] for t in texts), "posts that are alike")
    check(all(one["listed"] == [] for text in texts for one in text["selectors"]), "a list that is none")
    nothing = s.ask("POST", "/m/text", {"body": "An ordinary sentence about the weather."}).json
    check(nothing == {"networks": [], "selectors": [], "wording": None, "alike": []}, nothing)
    for body in ({}, [], {"body": 7}, {"body": ""}, {"body": "x", "country": "France"}, "{", {"body": "x" * 1_100_000}):
        check(s.ask("POST", "/m/text", body).status == 400, str(body)[:40])
    check(s.ask("POST", "/m/text", {"body": "lorem ipsum dolor " * 55_000}).status == 200, "a text of a megabyte")
    check(s.ask("POST", "/m/text", {"body": "\u202e\u0000<script>" + "🧿" * 1000}).status == 200, "an odd text")


def test_page_pictures(s):
    cookie = page_cookie(s)
    post = lambda path, body: s.ask("POST", "/api" + path, body, {**cookie, "Content-Type": "application/json"}, token=None)
    get = lambda path: s.ask("GET", path, token=None, headers=cookie)
    picture = next(p["id"] for n in get("/api/networks").json["networks"] for p in get("/api/show/" + n["id"]).json["pictures"])
    small = get(f"/api/pictures/{picture}/thumbnail")
    width, height = struct.unpack("<II", small.bytes[18:26])
    check(small.bytes.startswith(b"BM") and 0 < width <= 64 and 0 < height <= 64, f"a thumbnail of {width} x {height}")
    for body in ({}, {"reason": " "}, {"reason": "x" * 2000}):
        check(post(f"/pictures/{picture}/reveal", body).status == 400, str(body))
    shown = post(f"/pictures/{picture}/reveal", {"reason": "to compare two adverts"})
    check(s.ask("GET", shown.json["url"], token=None).status == 401, "without a cookie")
    whole = get(shown.json["url"])
    check(whole.status == 200 and whole.bytes.startswith(b"\xff\xd8\xff") and whole.headers["Cache-Control"] == "no-store", "once")
    check(get(shown.json["url"]).status == 404, "twice")
    check(post("/pictures/I-000000000000/reveal", {"reason": "x"}).status == 404, "no such picture")
    database = sqlite3.connect(s.folder / "case" / "case.db")
    check("to compare two adverts" in str(database.execute("SELECT * FROM log").fetchall()), "the reason is not in the log")
    database.close()


def check_other_networks(get):
    """What several networks have leads from the graph of one to the others."""
    for row in get("/networks?limit=100").json["networks"]:
        nodes = get(f"/graph/{row['id']}").json["nodes"]
        node = next((n for n in nodes if n["hidden"].get("network", 0) > 1), None)
        if node:
            break
    check(node, "no node leads to two other networks")
    grown = get(f"/graph/{row['id']}?expand={node['id']}:network:1").json
    others = [n for n in grown["nodes"] if n["kind"] == "network"]
    check(len(others) == 1 and others[0]["id"] != row["id"], others)
    same = next(n for n in grown["nodes"] if n["id"] == node["id"])
    check(same["hidden"]["network"] == node["hidden"]["network"] - 1, "one fewer is not shown")
    at = [n["id"] for n in grown["nodes"]].index(others[0]["id"])
    ends = {grown["nodes"][e["a"]]["id"] for e in grown["edges"] if e["b"] == at}
    check(node["id"] in ends, "no edge to the other network")
    carried = {n["id"] for n in get("/graph/" + others[0]["id"]).json["nodes"]}
    check(ends <= carried, f"an edge to what it has not: {ends - carried}")
    check(get("/show/" + others[0]["id"]).json["posts"] == others[0]["posts"], "posts of the other network")


def test_page_reads(s):
    cookie = page_cookie(s)
    get = lambda path: s.ask("GET", "/api" + path, token=None, headers=cookie)
    for pattern, operations in s.description["paths"].items():
        if pattern.startswith("/api/") and "get" in operations:
            path = re.sub(r"\{\w+\}", "N-1", pattern)
            check(s.ask("GET", path, token=None).status == 401, f"{path} without a cookie")
            check(s.ask("GET", path).status == 401, f"{path} with a program's token")
    case = get("/case").json
    check(case["networks"] > 0 and case["posts"] > 900 and case["undo"]["kind"] == "import", case)
    networks = get("/networks?limit=3").json
    check(len(networks["networks"]) == 3 and networks["next"] == "3", "a page of networks")
    more = get("/networks?limit=3&after=3").json["networks"]
    check(not {n["id"] for n in more} & {n["id"] for n in networks["networks"]}, "the next page")
    country = networks["facets"]["country"][0]
    check(get("/networks?country=" + country["what"]).json["total"] == country["count"], f"facet {country}")
    check(get("/networks?country=-" + country["what"]).json["total"] == networks["total"] - country["count"], "left out")
    signs = get("/indicators").json
    check(signs["posts"] == case["posts"] and any(i["posts"] for i in signs["indicators"]), "the indicators' base rates")
    for name in ("level", "indicator"):
        facet = networks["facets"][name][0]
        check(get(f"/networks?{name}={facet['what']}").json["total"] == facet["count"], f"facet {facet}")
    row = networks["networks"][0]
    check(sum(row["days"]) <= row["posts"] and 0 < row["weakest"] <= 1 and row["links"] > 0, row)
    network = get("/show/" + row["id"]).json
    check(network["posts"] == row["posts"], "show")
    done = subprocess.run([s.program, "show", "case", row["id"], "--json"], cwd=s.folder, env=ENV, capture_output=True)
    verb = json.loads(done.stdout)
    check({k: network[k] for k in verb} == verb, "the page and the verb say different things")
    posts = get(f"/networks/{row['id']}/posts").json["posts"]
    check([p["posted_at"] for p in posts] == sorted(p["posted_at"] for p in posts), "oldest first")
    links = get(f"/networks/{row['id']}/links").json
    check(links["total"] == row["links"], "links")
    link = links["links"][0]
    ledger = get(f"/explain?a={link['a']['id']}&b={link['b']['id']}").json
    check(abs(ledger["posterior"] - link["posterior"]) < 1e-9, "explain")
    post = get("/show/" + link["a"]["id"]).json
    check(all(mark["id"].startswith("S-") for mark in post["selectors"]), "IDs of selectors")
    for target in (row["id"], link["a"]["id"], network["selectors"][0]["id"]):
        graph, again = get("/graph/" + target), get("/graph/" + target)
        check(graph.bytes == again.bytes and graph.json["nodes"], f"graph {target}")
        check(all(max(e["a"], e["b"]) < len(graph.json["nodes"]) for e in graph.json["edges"]), "edges")
        check(get("/timeline/" + target).json["events"], f"timeline {target}")
    small = get(f"/graph/{row['id']}?cap=5").json
    node = next(n for n in small["nodes"] if n["hidden"].get("post"))
    grown = get(f"/graph/{row['id']}?cap=5&expand={node['id']}:post:2").json
    check(grown["nodes"][:5] == [{**n, "hidden": grown["nodes"][i]["hidden"]} for i, n in enumerate(small["nodes"][:5])],
          "what was there has moved")
    check(len(grown["nodes"]) > len(small["nodes"]), "nothing was expanded")
    check_other_networks(get)
    found = get("/search?q=the&limit=2").json
    check(found["total"] > 2 and found["next"] == "2" and found["terms"][0]["value"] == "the", found)
    facet = found["facets"]["country"][0]
    narrowed = get("/search?q=the&country=" + facet["what"]).json
    check(narrowed["total"] == facet["count"] and narrowed["facets"]["country"] == found["facets"]["country"], "a facet")
    check(get("/search?q=the&country=-" + facet["what"]).json["total"] == found["total"] - facet["count"], "left out")
    for name in ("level", "indicator"):
        one = found["facets"][name][0]
        check(get(f"/search?q=the&{name}={one['what']}").json["total"] == one["count"], name)
        check(get(f"/search?q=the&{name}=-{one['what']}").json["total"] == found["total"] - one["count"], name)
    check(all("the" in p["snippet"].lower() or "the" in p["title"].lower() for p in found["posts"]), "snippets")
    oldest = get("/search?q=the&sort=oldest&limit=2").json["posts"]
    check(oldest[0]["posted_at"] <= found["posts"][0]["posted_at"], "oldest first")
    check(get("/near-misses?limit=2").status == 200, "near misses")
    check({"triage", "searches", "report"} <= set(case["offers"]), case["offers"])
    check(get("/quarantine?limit=1").json["total"] == case["quarantined"] and get("/quarantine.csv").status == 200, "quarantine")
    for path in ("/show/N-999999", "/graph/N-999999", "/timeline/x", "/near-misses?id=N-999999", "/networks/N-999999/links",
                 "/pictures/I-000000000000/thumbnail", "/explain?a=P-000000000000&b=P-000000000001"):
        check(get(path).status == 404, path)
    for path in ("/explain", "/networks?limit=x", "/networks?sort=x", "/search?q=%28"):
        check(get(path).status == 400, path)
    hostile = "<script>alert(1)</script>"
    reply = get("/show/" + urllib.parse.quote(hostile, safe=""))
    check(reply.status == 404 and hostile in reply.json["error"], "a hostile ID is text of JSON")
    check(reply.headers["Content-Type"] == "application/json", "no page")
    check(b"event: state" in get("/events").bytes, "events")
    entries = get("/case").json["log_entries"]
    for path in ("/show/N-1", "/networks", "/graph/N-1"):
        get(path)
    check(get("/case").json["log_entries"] == entries + 3, "each reading is logged once, and asking for the state is not")


def test_search_facets_and_fields(s):
    """A click on a facet and the field that could be typed give the same posts."""
    cookie = page_cookie(s)
    get = lambda path: s.ask("GET", "/api" + path, token=None, headers=cookie)
    ask = lambda q, **more: get("/search?" + urllib.parse.urlencode({"q": q, "limit": 200, **more})).json
    names = lambda found: (found["total"], [p["id"] for p in found["posts"]])
    anything = "-xyzzyx"
    everything = ask(anything)
    for name in ("level", "indicator", "price"):
        facets = everything["facets"][name]
        check(len(facets) > 1, f"no facet {name}")
        for facet in facets:
            what = facet["what"]
            typed = ask(f'{name}:"{what}"')
            check(typed["total"] == facet["count"] and names(typed) == names(ask(anything, **{name: what})), f"{name} {what}")
            check(typed["terms"] == [{"type": "field", "field": name, "value": what, "negated": False, "id": ""}], typed["terms"])
            left_out = ask(f'-{name}:"{what}"')
            check(left_out["total"] == everything["total"] - facet["count"], f"without {name} {what}")
            check(names(left_out) == names(ask(anything, **{name: "-" + what})), f"without {name} {what}")
        first, last = facets[0]["what"], facets[-1]["what"]
        check(names(ask(f'{name}:"{first}" OR {name}:"{last}"')) == names(ask(anything, **{name: f"{first},{last}"})), f"two of {name}")
    check(names(ask(anything, price="5..15,-..9GBP,nonsense")) == names(ask("price:5..15 -price:..9GBP")), "ranges of one's own")
    check(ask(anything, price="nonsense")["total"] == 0, "no range")
    prices = [facet["what"] for facet in everything["facets"]["price"]]
    stays = [facet["what"] for facet in ask(anything, price=prices[0])["facets"]["price"]]
    check(stays == prices, "the ranges stay as they are")
    check(names(ask("level:>=medium")) == names(ask(anything, level="medium,high")), "level:>=medium")
    check(everything["notes"] == [] and ask("level:high")["notes"] == [], "nothing to say of fresh indicators")
    wrong = get("/search?q=indicator:CO-0")
    check(wrong.status == 400 and "CO-01" in wrong.json["what_to_do"], wrong.bytes)
    as_json = {**cookie, "Content-Type": "application/json"}
    body = {"name": "wrong", "q": "indicator:CO-0"}
    check(s.ask("POST", "/api/searches", body, as_json, token=None).status == 400, "nor is it saved")


def test_page_writes(s):
    cookie = page_cookie(s)
    as_json = {**cookie, "Content-Type": "application/json"}
    post = lambda path, body=None, headers=as_json: s.ask("POST", "/api" + path, body or {}, headers, token=None)
    get = lambda path: s.ask("GET", "/api" + path, token=None, headers=cookie).json
    state = get("/case")["state"]
    network = get("/networks?limit=1")["networks"][0]["id"]
    link = get(f"/networks/{network}/links")["links"][0]
    word = {"kind": "different", "a": link["a"]["id"], "b": link["b"]["id"], "reason": "<b>seen</b>", "known_state": state}
    check(s.ask("POST", "/api/decisions", word).status == 401, "no cookie")
    evil = {**as_json, "Origin": "http://evil.example"}
    check(post("/decisions", word, evil).status == 403, "another origin")
    check(post("/decisions", word, {**cookie, "Content-Type": "text/plain"}).status == 400, "a form of another page")
    check(get("/history")["total"] == 1, "a refused request has left something")
    decided = post("/decisions", word)
    check(decided.status == 200 and decided.json["kind"] == "different", decided.bytes)
    check(get("/case")["state"] != state and get("/case")["undo"]["act"] == decided.json["act"], "the decision")
    check(get(f"/explain?a={word['a']}&b={word['b']}")["decision"]["act"] == decided.json["act"], "explain tells of it")
    against = post("/decisions", {**word, "kind": "same", "known_state": get("/case")["state"]})
    check(against.status == 409 and against.json["conflicts"][0]["kind"] == "contradicts", against.bytes)
    check(post("/decisions", word).json["conflicts"][0]["kind"] == "changed", "a second tab")
    check(get("/history?id=" + word["a"])["acts"][0]["subjects"] == [word["a"], word["b"]], "history")
    undone = post("/undo", {"act": decided.json["act"]})
    check(undone.status == 200 and not undone.json["active"], undone.bytes)
    check(get("/case")["state"] == state, "undo gives the state back")
    check(get("/case")["redo"]["act"] == decided.json["act"], "what redo would do")
    again = post("/redo")
    check(again.status == 200 and again.json["active"] and again.json["kind"] == "different", again.bytes)
    check(get("/case")["redo"] is None and post("/redo").status == 404, "nothing more to do again")
    post("/undo", {"act": again.json["act"]})
    check(get("/case")["state"] == state, "and undone once more")
    for body in ({}, {"kind": "odd", "a": network, "value": "x"}, {"kind": "triage", "a": network, "value": "odd"},
                 {"kind": "label", "a": network, "value": "x\u0007"}, {"kind": "same", "a": "P-1", "b": "x"}):
        check(post("/decisions", body).status in (400, 404, 422), str(body))
    check(post("/undo", {"act": "x"}).status == 400 and post("/undo", {"act": 999}).status == 404, "undo")
    job = post("/link").json["job"]
    for _ in range(400):
        if get("/case")["job"]["state"] != "running":
            break
        time.sleep(.1)
    check(get("/case")["job"] == {**get("/case")["job"], "job": job, "state": "done"}, get("/case")["job"])
    check(post("/search/batch", {"values": ["nothing", link["why"]]}).status == 200, "batch")
    event = {"Event": {"Attribute": [{"uuid": "1", "type": "phone-number", "value": "+44 7400 123456"},
                                     {"uuid": "2", "type": "phone-number", "value": "12"}]}}
    read = post("/search/batch", {"document": json.dumps(event)}).json
    check([row["value"] for row in read["rows"]] == ["+447400123456"] and read["document"]["set_aside"] == 1, str(read))
    for text in ("", "[" * 100_000, "{}", '{"objects":', '{"Event":{"Attribute":[', "x" * 1_000_000):
        check(post("/search/batch", {"document": text}).status == 400, text[:20])


def test_page_kept(s):
    cookie = page_cookie(s)
    as_json = {**cookie, "Content-Type": "application/json"}
    ask = lambda method, path, body=None: s.ask(method, "/api" + path, {} if body is None else body, as_json, token=None)
    get = lambda path: s.ask("GET", "/api" + path, token=None, headers=cookie)
    state = get("/case").json["state"]
    network = get("/networks?limit=1").json["networks"][0]["id"]
    acts = []
    for word in ({"kind": "triage", "a": network, "value": "in_review"}, {"kind": "label", "a": network, "value": "<i>x</i>"},
                 {"kind": "note", "a": network, "value": "seen *twice*\n</script>"}):
        kept = ask("POST", "/decisions", {**word, "reason": "", "known_state": get("/case").json["state"]})
        check(kept.status == 200, kept.bytes)
        acts.append(kept.json["act"])
    row = get("/networks?limit=5&state=in_review").json
    check(row["total"] == 1 and row["networks"][0]["triage"]["state"] == "in_review" and row["networks"][0]["notes"] == 1, row)
    states = {f["what"]: f["count"] for f in row["facets"]["state"]}
    check(states["in_review"] == 1 and states["new"] == get("/networks?state=new").json["total"], states)
    shown = get(f"/show/{network}").json
    check(shown["labels"] == ["<i>x</i>"] and shown["notes"][0]["text"].endswith("</script>"), shown["notes"])
    report = get(f"/report/{network}?language=fr&annex=links")
    check(report.status == 200 and b"&lt;/script&gt;" in report.bytes and b"<script" not in report.bytes, "a report")
    check("frame-ancestors 'self'" in report.headers["Content-Security-Policy"] and "'none'" in
          report.headers["Content-Security-Policy"] and "X-Frame-Options" not in report.headers, "its policy")
    check(get("/report/N-999999").status == 404 and get(f"/report/{network}?language=xx").status == 400, "no report")
    check(get(f"/report/{network}?names=1&mask=1").status == 400, "names and mask")
    for act in reversed(acts):
        check(ask("POST", "/undo", {"act": act}).status == 200, "undo")
    check(get("/case").json["state"] == state, "all taken back gives the state back")
    saved = ask("POST", "/searches", {"name": "watched", "q": "the", "watch": True})
    check(saved.status == 200 and saved.json["hits"] == get("/search?q=the").json["total"] and saved.json["fresh"] == 0, saved.bytes)
    check(ask("POST", "/searches", {"name": "watched", "q": "a"}).status == 400, "the name is taken")
    check(ask("POST", "/searches", {"name": "bad", "q": "("}).status == 400, "a query that is none")
    check(ask("POST", f"/searches/{saved.json['id']}/seen").status == 200, "seen")
    check([k["name"] for k in get("/searches").json["searches"]] == ["watched"], "saved searches")
    forget = lambda number: s.ask("DELETE", f"/api/searches/{number}", token=None, headers=cookie).status
    check(forget(saved.json["id"]) == 200 and forget(999) == 404, "forget")
    mapping = {"name": "board", "map": {"body": "text+title"}, "source": "board"}
    kept = ask("POST", "/mappings", mapping)
    check(kept.status == 200 and kept.json["map"] == mapping["map"], kept.bytes)
    check(ask("POST", "/mappings", {"name": "odd", "map": {"nonsense": "x"}}).status == 400, "a mapping that is none")
    check([k["name"] for k in get("/mappings").json["mappings"]] == ["board"], "mappings")
    check(ask("POST", "/undo", {"act": kept.json["act"]}).status == 200, "undo of a mapping")


def test_page_imports(s):
    cookie = page_cookie(s)
    as_json = {**cookie, "Content-Type": "application/json"}
    post = lambda path, body=None, headers=as_json: s.ask("POST", "/api" + path, body if body is not None else {}, headers,
                                                          token=None)
    get = lambda path: s.ask("GET", "/api" + path, token=None, headers=cookie)
    uploads = s.folder / "case" / "uploads"
    rows = "id;text;when\n" + "".join(f"n{i};Work abroad, call +44 7700 900{100 + i % 4} place {i};2024-05-0{1 + i % 9}\n"
                                      for i in range(30)) + "\"broken\n"
    check(s.ask("POST", "/api/files?name=x.csv", rows.encode(), token=None).status == 401, "a file without a cookie")
    check(post("/files", b"x", cookie).status == 400 and post("/files?name=" + "x" * 300, b"x", cookie).status == 400, "names")
    check(not uploads.exists() or not list(uploads.iterdir()), "a refused file has left something")
    sent = post("/files?name=..%2F..%2Fetc%2Fads.csv", rows.encode(), cookie)
    check(sent.status == 200 and sent.json["bytes"] == len(rows.encode()), sent.bytes)
    kept = [path for path in uploads.rglob("*") if path.is_file()]
    check([path.name for path in kept] == ["ads.csv"], f"a name that is a path: {kept}")
    with socket.create_connection(("127.0.0.1", s.port), timeout=20 * PATIENCE) as cut:  # in the middle of a file
        cut.sendall(f"POST /api/files?name=cut.csv HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\nCookie: {cookie['Cookie']}\r\n"
                    f"Content-Length: 5000000000\r\n\r\n".encode() + b"x" * 100_000)
        time.sleep(.3)
        check(len(list(uploads.iterdir())) == 2, "it has begun")
    for _ in range(50):
        if len(list(uploads.iterdir())) == 1:
            break
        time.sleep(.1)
    check(len(list(uploads.iterdir())) == 1, "half a file is kept")
    preview = post("/imports/preview", {"files": [sent.json["file"]], "map": None, "source": ""})
    guess = preview.json["files"][0]
    check(preview.status == 200 and guess["delimiter"] == ";" and guess["rows"] >= 30, preview.bytes)
    columns = {column["name"]: column for column in guess["columns"]}
    check(columns["text"]["field"] == "body" and len(columns["text"]["samples"]) == 3, columns)
    for body in ({"files": ["0" * 48]}, {"files": ["../case.db"]}, {"files": []}, {"files": "x"}):
        check(post("/imports", body).status in (400, 404), str(body))
    before = get("/case").json
    check(post("/imports", {"files": [sent.json["file"]], "map": {"body": "text", "id": "id"}, "source": "new",
                            "purpose": "inquiry 12", "legal_basis": ""}).status == 200, "import")
    check(post("/link").status == 503, "a second job")
    job = wait_for_job(get)
    check(job["state"] == "done" and job["result"]["records"] == 30 and job["result"]["quarantined"] == 1, job)
    after = get("/case").json
    check(after["posts"] == before["posts"] + 30 and after["linked"] != before["linked"], "the new posts")
    check(after["imports"][-1]["files"][0]["name"] == "ads.csv", "its label")
    check(before["purpose"] is None and after["purpose"]["text"] == "inquiry 12" and after["legal_basis"] is None, "purpose")
    check(not list(uploads.iterdir()), "an imported file is still there")
    check(get("/quarantine").json["rows"][0]["reason"] and b"broken" in get("/quarantine.csv").bytes, "quarantine")
    check(b"event: progress" in get("/events").bytes, "progress")
    last = after["imports"][-1]["id"]
    check(post(f"/imports/{last}/undo").status == 200 and get("/case").json["redo"]["act"] == last, "undo")
    post("/link")
    check(post("/jobs/stop").status == 200, "stop")
    job = wait_for_job(get)
    check(job["state"] == "done" or "stopped" in job["error"], job)
    post("/link")
    check(wait_for_job(get)["state"] == "done" and get("/case").json["posts"] == before["posts"], "as before")


def picture(seed):
    """A made-up BMP of blocks."""
    rows = b"".join(bytes([x // 12 * 37 * seed % 251, y // 12 * 91 % 251, (x // 12) * (y // 12) * seed * 17 % 251])
                    for y in range(96) for x in range(96))
    return b"BM" + struct.pack("<IHHI", 54 + len(rows), 0, 0, 54) + struct.pack(
        "<IiiHHIIiiII", 40, 96, 96, 1, 24, 0, len(rows), 0, 0, 0, 0) + rows


def test_page_work(s):
    """A check of every byte, a learned order, a link by other choices, exports: each as the verb does it."""
    cookie = page_cookie(s)
    get = lambda path: s.ask("GET", "/api" + path, token=None, headers=cookie)
    post = lambda path, body: s.ask("POST", "/api" + path, body, {**cookie, "Content-Type": "application/json"}, token=None)
    verb = lambda *words: subprocess.run([s.program, *words], capture_output=True, env=ENV, check=True).stdout
    case = str(s.folder / "case")
    check(post("/verify", {}).status == 200, "verify")
    job = wait_for_job(get)
    check(job["kind"] == "verify" and job["state"] == "done" and job["result"]["verify"]["damaged"] is False, job)
    check(post("/rank", {}).status == 200, "rank")
    job = wait_for_job(get)
    check(job["result"]["rank"]["learned"] is False and "referred" in job["result"]["rank"]["why"], job)
    for body, wanted in (({"country": "xx1"}, "country"), ({"evidence": "words"}, "evidence")):
        check(post("/link", body).status == 200, str(body))
        job = wait_for_job(get)
        check(job["state"] == "failed" and wanted in job["error"], job)
    check(s.ask("POST", "/api/verify", b"", cookie, token=None).status == 400, "a form of another site")
    table = get("/export?table=links")
    check(table.bytes == verb("export", case, "--table", "links") and "links.csv" in table.headers["Content-Disposition"], "links")
    for format in ("graphml", "geojson", "ftm", "stix", "misp", "htcds", "case-uco"):
        page, line = get(f"/export?format={format}&network=N-1"), verb("export", case, "--format", format, "--network", "N-1")
        differ = next((i for i, (a, b) in enumerate(zip(page.bytes, line)) if a != b), min(len(page.bytes), len(line)))
        check(page.bytes == line, f"{format}: {page.status}, {page.bytes[max(differ - 80, 0):][:160]} is not {line[max(differ - 80, 0):][:160]}")
    for path, status in (("", 400), ("?table=secrets", 400), ("?format=exe", 400), ("?table=posts&format=stix", 400),
                         ("?format=stix&network=N-99999", 404)):
        check(get("/export" + path).status == status, path)
    # A signed pack, as the verb writes it and as a program of its own checks it.
    for options in ("", "?disclosure=1&originals=1&language=fr"):
        pack = get("/pack/N-1" + options)
        check(pack.status == 200, pack.bytes[:200])
        (s.folder / "page.zip").write_bytes(pack.bytes)
        verifier = pathlib.Path(__file__).parent.parent / "tools/verify_pack.py"
        done = subprocess.run([sys.executable, verifier, s.folder / "page.zip", "--key", get("/case").json["signing_key"]],
                              capture_output=True, timeout=60 * PATIENCE, check=False)
        check(done.returncode == 0, done.stdout)
        names = zipfile.ZipFile(s.folder / "page.zip").namelist()
        check(any(name.startswith("originals/") for name in names) == any(name.startswith("disclosure/") for name in names) ==
              bool(options), names)
    check(get("/pack/N-99999").status == 404 and get("/pack/N-1?language=xx").status == 400, "a pack of nothing")


def test_page_pictures_of_records(s):
    """Records in two files, their pictures in a ZIP and as a file of its own: said before, kept, the missing named."""
    other = Server(s.program, s.folder, "pictured")
    try:
        cookie = page_cookie(other)
        get = lambda path: other.ask("GET", "/api" + path, token=None, headers=cookie)
        post = lambda path, body: other.ask("POST", "/api" + path, body, {**cookie, "Content-Type": "application/json"}, token=None)
        send = lambda name, body: other.ask("POST", f"/api/files?name={name}", body, cookie, token=None).json["file"]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, seed in (("photos/a.bmp", 1), ("photos/b.bmp", 2)):
                archive.writestr(name, picture(seed))
        row = lambda i, images: json.dumps({"id": f"i{i}", "body": f"A room to let, number {i}", "images": images}) + "\n"
        files = [send("one.jsonl", (row(1, "a.bmp") + row(2, "photos/b.bmp;gone.bmp")).encode()),
                 send("two.jsonl", (row(3, "c.bmp") + row(4, "https://x.example/d.jpg")).encode())]
        images, single = send("images.zip", packed.getvalue()), send("c.bmp", picture(3))
        ask = lambda pictures: {"files": files, "pictures": pictures, "image_text": False, "map": None, "source": "p"}
        alone, whole = (post("/imports/preview", ask(given)).json["files"] for given in ([], [images, single]))
        check([file["pictures"]["named"] for file in alone] == [3, 1] and not any(f["pictures"]["found"] for f in alone), alone)
        check([file["pictures"]["found"] for file in whole] == [2, 1] and whole[1]["pictures"]["web"] == 1, whole)
        check(whole[0]["pictures"]["missing"] == ["picture 'gone.bmp' is not there"], whole[0]["pictures"])
        again = send("c.bmp", picture(4))
        twice = post("/imports/preview", ask([single, again]))
        check(twice.status == 400 and "two pictures" in twice.json["error"], twice.bytes)
        check(post("/imports", ask([images, "0" * 48])).status == 404, "a handle of nothing")
        check(post("/imports", ask([images, single])).status == 200, "import")
        result = wait_for_job(get)["result"]
        check((result["records"], result["pictures"], result["pictures_quarantined"]) == (4, 3, 1), result)
        check(any("web address" in note for note in result["notes"]), result["notes"])
        left = [path.name for path in (s.folder / "pictured" / "uploads").rglob("*") if path.is_file()]
        check(left == ["c.bmp"], f"only what was not imported is left: {left}")
        check("gone.bmp" in get(f"/quarantine?import={result['import']}").json["rows"][0]["reason"], "the missing one")
        table = subprocess.run([s.program, "export", "pictured", "--table", "pictures"], cwd=s.folder, env=ENV, capture_output=True, check=True)
        shown = post(f"/pictures/{re.search(rb'I-[0-9a-f]{12}', table.stdout).group().decode()}/reveal", {"reason": "a test"}).json
        whole = other.ask("GET", shown["url"], token=None, headers=cookie)
        check(whole.headers["Content-Type"] == "image/bmp" and whole.bytes in (picture(1), picture(2), picture(3)), "a BMP as it came")
    finally:
        other.process.send_signal(signal.SIGTERM)
        other.process.wait(timeout=20 * PATIENCE)


def test_new_case(s):
    """From a folder that is not there to networks."""
    other = Server(s.program, s.folder, "fresh")
    try:
        cookie = page_cookie(other)
        get = lambda path: other.ask("GET", "/api" + path, token=None, headers=cookie)
        check(get("/case").json["imports"] == [] and not (s.folder / "fresh").exists(), "nothing is made before it is asked for")
        for path, name in (("/networks", "networks"), ("/history", "acts"), ("/quarantine", "rows")):
            check(get(path).json[name] == [], path)
        check(get("/events").status == 200 and get("/search?q=x").status == 404, "nothing to search yet")
        sent = other.ask("POST", "/api/files?name=posts.jsonl", (s.folder / "world/posts.jsonl").read_bytes(), cookie, token=None)
        as_json = {**cookie, "Content-Type": "application/json"}
        check(other.ask("POST", "/api/imports", {"files": [sent.json["file"]]}, as_json, token=None).status == 200, "import")
        check(wait_for_job(get)["state"] == "done" and get("/networks").json["total"] > 0, "networks")
    finally:
        other.process.send_signal(signal.SIGTERM)
        other.process.wait(timeout=20 * PATIENCE)


def test_who_may_ask(s):
    for token in (None, "", "wrong", TOKEN + "x", TOKEN[:-1]):
        check(s.ask("GET", lookup(PDQ), token=token).status == 401, f"token {token}")
        check(s.ask("GET", "/metrics", token=token).status == 401, f"token {token}")
    for host in ("evil.example", f"evil.example:{s.port}", "127.0.0.1:1", f"127.0.0.1.evil.example:{s.port}"):
        check(s.ask("GET", "/livez", host=host).status == 421, f"host {host}")
    for origin in ("http://evil.example", "null", f"http://localhost:{s.port}", "http://127.0.0.1:1"):
        check(s.ask("GET", "/livez", headers={"Origin": origin}).status == 403, f"origin {origin}")
    check(s.ask("GET", "/livez", headers={"Sec-Fetch-Site": "cross-site"}).status == 403, "another site")
    check(s.ask("GET", "/").status == 401, "the page without its cookie")
    door = urllib.parse.urlsplit(s.started["open"])
    page_cookie(s)
    cookie = s.cookie
    check("HttpOnly" in cookie and "SameSite=Strict" in cookie, cookie)
    page = s.ask("GET", "/", token=None, headers={"Cookie": cookie.split(";")[0]})
    check(page.status == 200 and b"<title>Maillon" in page.bytes, "the page")
    check("default-src 'self'" in page.headers["Content-Security-Policy"], "no policy")
    check(s.ask("GET", lookup(PDQ), token=None, headers={"Cookie": cookie.split(";")[0]}).status == 200, "a person")
    check(s.ask("GET", f"{door.path}?{door.query}").status == 403, "the address worked twice")


def test_bad_requests(s):
    for target in (lookup("x"), lookup("0" * 63), "/m/lookup", lookup(PDQ, "nope"), lookup(PDQ, more="&banks=NONE"),
                   lookup(PDQ, more="&explain=perhaps"), "/m/lookup?signal=%", "/m/lookup?signal=%ff&signal_type=pdq",
                   "/m/index/status?signal_type=%0d%0aX:1", "/c/../c/banks", "/%2e%2e/etc/passwd", "//c/banks"):
        check(s.ask("GET", target).status == 400, target)
    check(s.ask("GET", "/c/bank/..%2f..%2fetc%2fpasswd").status == 404, "path parts in a name")
    check(s.ask("GET", "/c/bank/" + "A" * 10_000).status == 404, "a long name")
    check(s.ask("GET", lookup("0" * 1_000_000)).status == 431, "a signal of a megabyte")
    check(s.ask("GET", "/livez", headers={"X": "x" * 1_000_000}).status == 431, "a header of a megabyte")
    check(s.ask("DELETE", "/c/bank/BLOCK").status == 405, "deleting")
    check(s.ask("POST", "/m/compare", "x" * 1_000_000).status == 413, "a body that is too large")
    for body in ("", "[", "[]", "7", '{"pdq":7}', '{"pdq":["x","y"]}', "[" * 60_000, '{"a":' * 10_000):
        check(s.ask("POST", "/m/compare", body).status == 400, body[:20])
        check(s.ask("POST", "/m/lookup/batch", body).status == 400, body[:20])
    many = {"signal_type": "md5", "signals": ["x"] * 10_001}
    check(s.ask("POST", "/m/lookup/batch", many).status == 400, "a batch that is too large")
    check(s.ask("POST", "/m/lookup/batch", {"signal_type": "md5", "signals": ["x" * 1_000_000]}).status == 200, "1 MB")


def test_hostile_clients(s):
    host = f"Host: 127.0.0.1:{s.port}\r\nAuthorization: Bearer {TOKEN}\r\n"
    get = f"GET {lookup(PDQ)} HTTP/1.1\r\n{host}\r\n".encode()
    # Many at once on one connection.
    answers = s.raw(get * 499 + get.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    check(answers.count(b"HTTP/1.1 200 OK") == 500, f"pipelined: {answers.count(b'HTTP/1.1 200 OK')}")
    for data in (b"\0" * 1000, b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 10_000,
                 f"POST /m/compare HTTP/1.1\r\n{host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n".encode(),
                 f"POST /m/compare HTTP/1.1\r\n{host}Content-Length: 99999999999999999999\r\n\r\n".encode()):
        check(s.raw(data).startswith((b"HTTP/1.1 4", b"HTTP/1.1 5")), data[:40])
    for size in range(0, len(get), 5):  # connections that are cut
        with socket.create_connection(("127.0.0.1", s.port)) as connection:
            connection.sendall(get[:size])
    slow = [socket.create_connection(("127.0.0.1", s.port)) for _ in range(200)]
    for connection in slow:  # heads that never end take nothing from others
        connection.sendall(get[:-3])
    started = time.monotonic()
    check(s.ask("GET", lookup(PDQ)).status == 200, "beside slow clients")
    check(time.monotonic() - started < 5, "slow clients hold up others")
    for connection in slow:
        connection.close()
    failures = []

    def ask_often():
        for _ in range(50):
            if s.ask("GET", lookup(NEAR)).json["BLOCK"][0]["distance"] not in ("0", "4"):
                failures.append("wrong")
    threads = [threading.Thread(target=ask_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(not failures, "many clients")


def test_selectors_on_lists(s):
    entity = {"id": "a", "schema": "Person", "properties": {"phone": ["+44 7400 123456"], "name": ["not told"]}}
    (s.folder / "partner.ftm").write_text(json.dumps(entity))
    s.run("list", "import", "partner.ftm", "--list", "partner", "--dir", "lists", "--role", "block")
    reply = s.ask("POST", "/m/text", {"body": "call 0044 7400 123456 or mail nobody@example.com"})
    listed = {one["value"]: one["listed"] for one in reply.json["selectors"]}
    check(listed == {"+447400123456": [{"list": "partner", "role": "block"}], "nobody@example.com": []}, str(listed))
    check(b"not told" not in reply.bytes, "what a list says is told to a program")


def test_lists_that_change(s):
    (s.folder / "more.csv").write_text(f"pdq,id\n{'0' * 60}ffff,n1\n")
    s.run("list", "import", "more.csv", "--list", "NEW", "--dir", "lists")
    for _ in range(100):
        if "NEW" in s.ask("GET", lookup("0" * 60 + "fff0")).json:
            return
        time.sleep(0.1)
    raise Failed("a list that was imported is not served")


# How a route that shows or changes something of the case is asked, and the word of its entry in the
# log; None where it shows nothing of it. A new route fails the test until it has its line.
LOGGED = {
    "get /api/show/{id}": ("N-1", None, "show"),
    "get /api/explain": ("?a={a}&b={b}", None, "explain"),
    "get /api/graph/{id}": ("N-1", None, "graph"),
    "get /api/timeline/{id}": ("N-1", None, "timeline"),
    "get /api/pictures/{id}/thumbnail": ("{picture}", None, "thumbnail"),
    "post /api/pictures/{id}/reveal": ("{picture}", {"reason": "a test"}, "reveal"),
    "get /api/networks": ("", None, "networks"),
    "get /api/networks/{id}/posts": ("N-1", None, "search"),
    "get /api/networks/{id}/links": ("N-1", None, "links"),
    "get /api/near-misses": ("", None, "near-misses"),
    "get /api/search": ("?q=the", None, "search"),
    "post /api/search/batch": ("", {"values": ["+1 775 555 0102"]}, "search"),
    "get /api/history": ("", None, "history"),
    "get /api/quarantine": ("", None, "quarantine"),
    "get /api/quarantine.csv": ("", None, "quarantine"),
    "get /api/indicators": ("", None, "indicators"),
    "get /api/requests": ("", None, "requests"),
    "get /api/searches": ("", None, "searches"),
    "get /api/mappings": ("", None, "mappings"),
    "get /api/report/{id}": ("N-1", None, "report"),
    "get /api/pack/{id}": ("N-1", None, "pack"),
    "get /api/export": ("?table=networks", None, "export"),
    "get /api/log": ("?action=reveal", None, "log"),
    "post /api/decisions": ("", {"kind": "note", "a": "N-1", "value": "for the log", "reason": ""}, "decide"),
    "post /api/undo": ("", {}, "undo"),
    "post /api/redo": ("", {}, "redo"),
    "post /api/searches": ("", {"name": "for the log", "q": "roofer"}, "decide"),
    "post /api/mappings": ("", {"name": "for the log", "source": "board"}, "decide"),
    "post /api/purpose": ("", {"purpose": "for the log"}, "purpose"),
    "post /api/retention": ("", {"days": 0}, "retention"),
    "post /api/hold": ("", {"on": True, "reason": "for the log"}, "hold"),
    "post /api/purge": None,
    # Logged once for each state of the case, or by the act that they begin; tested below or elsewhere.
    "get /api/case": None, "get /api/events": None, "get /api/pictures/once/{token}": None, "post /api/files": None,
    "post /api/imports/preview": None, "post /api/imports": None, "post /api/imports/{act}/undo": None,
    "post /api/jobs/stop": None, "post /api/link": None, "post /api/verify": None, "post /api/replay": None,
    "post /api/rank": None, "post /api/fairness": None, "post /api/across": None, "post /api/copy": None,
    "post /api/merge": None, "get /api/cases": None, "get /api/lists": None, "post /api/lists": None,
    "post /api/indicators/try": None, "post /api/match": None,
    "get /api/lists/{name}/found": None, "post /api/four-eyes": None, "delete /api/searches/{id}": None,
    "post /api/searches/{id}/seen": None,
    "post /api/selectors/{id}/unmask": ("{selector}", {"reason": "a test"}, "unmask"), "post /api/unmask": None,
    # Acts that are logged where something waits for a second person: test_four_eyes.
    "post /api/export": None, "post /api/report/{id}": None, "post /api/pack/{id}": None, "post /api/quarantine.csv": None,
    "post /api/requests/{id}/confirm": None, "post /api/requests/{id}/refuse": None,
}


def test_log_of_routes(s):
    s.run("link", "case", MAILLON_LISTS=str(s.folder / "lists"))  # they have changed in other tests
    headers = {**page_cookie(s), "Content-Type": "application/json", "Origin": f"http://127.0.0.1:{s.port}"}
    routes = {f"{method} {path}" for path, methods in s.description["paths"].items() if path.startswith("/api/")
              for method in methods}
    check(routes == set(LOGGED), f"routes without a line in LOGGED, or gone: {routes ^ set(LOGGED)}")

    def entries():
        with sqlite3.connect(f"file:{s.folder}/case/case.db?mode=ro", uri=True) as db:
            all_entries = [json.loads(text) for text, in db.execute("SELECT text FROM log ORDER BY seq")]
        # The match service begins its digests, and has its key made, when it likes.
        return [entry for entry in all_entries if entry["action"] not in ("matches", "config")]
    links = s.ask("GET", "/api/networks/N-1/links", token=None, headers=headers).json["links"]
    with open(s.folder / "pictures.csv", "w", encoding="utf-8") as table:
        subprocess.run([s.program, "export", "case", "--table", "pictures"], cwd=s.folder, env=ENV, stdout=table, check=True)
    picture = re.search(r"I-[0-9a-f]{12}", (s.folder / "pictures.csv").read_text()).group()
    names = {"a": links[0]["a"]["id"], "b": links[0]["b"]["id"], "picture": picture,
             "selector": s.ask("GET", "/api/show/N-1", token=None, headers=headers).json["selectors"][0]["id"]}
    for route, how in LOGGED.items():
        if how is None:
            continue
        method, path = route.split(" ")
        given = how[0].format(**names)
        path = re.sub(r"\{\w+\}", given, path) if "{" in path else path + given
        before = len(entries())
        reply = s.ask(method.upper(), path, how[1], token=None, headers=headers)
        check(reply.status == 200, f"{route}: {reply.status} {reply.bytes[:200]}")
        new = entries()[before:]
        check([e["action"] for e in new] == [how[2]] and new[0]["actor"] == "tester", f"{route}: {new}")


# Tests run in the order in which they are named, and these come before what looks at all of them.
from serve_cases import test_a_picture_is_looked_up, test_known_pictures, test_lists_on_the_page, test_other_cases, test_second_person_and_fairness  # noqa: E402,F401
from serve_meanwhile import test_other_commands_meanwhile, test_reading_while_links_follow  # noqa: E402,F401
from serve_people import test_four_eyes, test_people_log_in, test_viewers_read_no_selectors  # noqa: E402,F401
from serve_terms import test_terms_and_purge  # noqa: E402,F401


def test_every_endpoint_was_asked(s):
    described = {(m, p) for p, operations in s.description["paths"].items() for m in operations}
    good = {(m, p) for m, p, status in s.used if status < 400}
    missing = described - good - {("get", "/h/hash")}  # which refuses always
    check(not missing, f"no good request for {sorted(missing)}")


def test_stop(s):
    with socket.create_connection(("127.0.0.1", s.port), timeout=20 * PATIENCE) as connection:
        body = json.dumps({"signal_type": "pdq", "signals": [PDQ] * 10_000, "explain": True}).encode()
        connection.sendall(f"POST /m/lookup/batch HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\nAuthorization: Bearer "
                           f"{TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        time.sleep(0.2)
        s.process.send_signal(signal.SIGINT)
        out = b""
        while piece := connection.recv(65536):
            out += piece
    check(out.startswith(b"HTTP/1.1 200 OK") and out.endswith(b"]}"), "what was under way was cut off")
    check(s.process.wait(timeout=20 * PATIENCE) == 0, "not ended well")


def test_digests(s):
    """What is kept of requests: counts, signed, also where the service was killed."""
    def entries():
        done = subprocess.run([s.program, "list", "log", "--dir", "banks", "--json"], cwd=s.folder, env=ENV, capture_output=True)
        return [json.loads(entry["text"]) for entry in json.loads(done.stdout)["entries"]], done.returncode
    s.run("list", "import", "block.csv", "--list", "BLOCK", "--dir", "banks")
    server = Server(s.program, s.folder, "--lists", "banks")
    answers = [server.ask("GET", lookup(value), token=token).status
               for value, token in ((PDQ, TOKEN), ("0" * 64, TOKEN), (PDQ, "wrong"))]
    server.process.send_signal(signal.SIGINT)
    check(server.process.wait(timeout=20 * PATIENCE) == 0 and answers == [200, 200, 401], answers)
    kept, code = entries()
    check(code == 0 and [one["state"] for one in kept] == ["begun", "ended"], kept)
    lookups = [one for one in kept[1]["endpoints"] if one["route"] == "GET /m/lookup"][0]
    check((lookups["answered"], lookups["refused"]) == (2, 1) and lookups["p99_ms"] > 0, lookups)
    check(kept[1]["lists"] == [{"list": "BLOCK", "matched": 1, "not_matched": 1}], kept[1])
    check(PDQ not in json.dumps(kept), "a hash that was asked for is kept")
    killed = Server(s.program, s.folder, "--lists", "banks")
    killed.ask("GET", lookup(PDQ))
    for _ in range(100):
        if len(entries()[0]) == 3:
            break
        time.sleep(.1)
    killed.process.kill()
    killed.process.wait()
    server = Server(s.program, s.folder, "--lists", "banks")
    server.process.send_signal(signal.SIGINT)
    check(b"cut short" in server.process.communicate(timeout=20 * PATIENCE)[1], "the next start does not say it")
    kept, code = entries()
    check(code == 0 and kept[3]["cut_before"] and kept[4]["state"] == "ended", kept)
    s.run("list", "export", "--list", "BLOCK", "--dir", "banks")
    log = s.folder / "banks" / "log.jsonl"
    check(entries()[0][5]["action"] == "export", "an export of a list is not in the log")
    log.write_text(log.read_text().replace('"matched":1', '"matched":0', 1))
    check(entries()[1] == 2, "a changed line is not found")


def test_refused_starts(s):
    for words, what in ((["--no-token", "--host", "0.0.0.0"], "--no-token is for 127.0.0.1"),
                        (["--host", "no.such.host.example"], "no address to listen on"),
                        (["--lists", "nowhere"], "nowhere"), (["world"], "world"),
                        (["case", "--people", "nobody"], "no account"),
                        (["case", "--people", "people", "--host", "0.0.0.0"], "in clear"),
                        (["--people", "people"], "name the case"),
                        (["world/posts.jsonl"], "posts.jsonl")):
        done = subprocess.run([s.program, "serve", "--port", "0", *words], cwd=s.folder, env=ENV, capture_output=True,
                              timeout=20 * PATIENCE)
        check(done.returncode == 2 and what in done.stderr.decode(), f"{words}: {done.stderr.decode()[:200]}")
    done = subprocess.run([s.program, "serve", "--port", "0"], cwd=s.folder, env={**ENV, "MAILLON_TOKEN": "short"},
                          capture_output=True, timeout=20 * PATIENCE)
    check(done.returncode == 2 and b"16 or more" in done.stderr, "a short token")


# ---- Running ------------------------------------------------------------------

def start(program, folder):
    def run(*words, **more):
        subprocess.run([program, *words], cwd=folder, env={**ENV, **more}, check=True, capture_output=True, timeout=120 * PATIENCE)
    run("simulate", "world", "--posts", "1000", "--seed", "3", "--images")
    run("import", "case", "world/posts.jsonl", "--images", "world/images")
    run("import", "empty", "world/posts.jsonl")  # imported and not linked
    (folder / "block.csv").write_text(f"pdq,md5,id,classification\n{PDQ},{MD5},e1,spam\n{NEAR},,e2,spam\n")
    (folder / "good.csv").write_text(f"pdq,id\n{PDQ},g1\n")
    run("list", "import", "block.csv", "--list", "BLOCK", "--dir", "lists")
    run("list", "import", "good.csv", "--list", "KNOWN_GOOD", "--role", "allow", "--dir", "lists")
    run("link", "case", MAILLON_LISTS=str(folder / "lists"))  # those that the server has
    server = Server(program, folder, "case", "--lists", "lists")
    server.run, server.folder, server.program = run, folder, program
    with open(folder / "world/posts.jsonl", encoding="utf-8") as lines:
        server.posts = [json.loads(line) for line in lines]
    return server


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    tests = chosen_tests(globals(), sys.argv[2:])
    if not tests:
        print("serve: 0 passed, 0 failed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        server = start(str(program), pathlib.Path(folder))
        try:
            return run_tests("serve", tests, lambda test: test(server))
        finally:
            server.process.kill()
            server.process.wait()


if __name__ == "__main__":
    sys.exit(main())
