#!/usr/bin/env python3
"""How long the page of a linked case waits for `maillon serve`: searches, dossiers, reports.

usage: page.py PROGRAM CASE

One connection, one question after the other; the first of each kind is not left out. The
searches are words, phrases, prefixes and fields as a person types them.
"""
import http.client
import json
import subprocess
import sys
import time
import urllib.parse

QUERIES = ["nanny", "hotel", "hotel work", '"free room"', "city:paris", "country:ES", "hotel OR casa",
           "(hotel OR nanny) kind:phone after:2024-06-01", 'body:"we pay"', "trab*", '"experience needed"', "\u62db\u8058",
           "work -hotel", "kind:wallet hotel", "driver", "cleaner city:leeds", '"no papers"', "waiter", "farm", "casting",
           "model", "beauty salon", '"good pay"', "language:fr hotel", "+447802621155", "call", "whatsapp",
           "start monday", "cook", "kitchen help"]
DOSSIERS = ["/show/{}", "/graph/{}", "/timeline/{}", "/networks/{}/posts?limit=50", "/networks/{}/links?limit=50",
            "/report/{}"]


def tell(name, seconds):
    seconds = sorted(seconds)
    at = lambda share: 1000 * seconds[int(share * (len(seconds) - 1))]
    print(f"{name:32} p50 {at(.5):6.0f} ms   p95 {at(.95):6.0f} ms   most {at(1):6.0f} ms   ({len(seconds)})")


def main():
    program, case = sys.argv[1:3]
    server = subprocess.Popen([program, "serve", case, "--port", "0", "--json"], stdout=subprocess.PIPE, text=True)
    try:
        begun = time.perf_counter()
        started = json.loads(server.stdout.readline())
        print(f"started in {time.perf_counter() - begun:.2f} s")
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(started["address"]).netloc)
        connection.request("GET", "/?" + urllib.parse.urlsplit(started["open"]).query)
        reply = connection.getresponse()
        reply.read()
        headers = {"Cookie": reply.getheader("Set-Cookie").split(";")[0]}

        def ask(path):
            begun = time.perf_counter()
            connection.request("GET", "/api" + path, headers=headers)
            reply = connection.getresponse()
            body = reply.read()
            if reply.status != 200:
                raise SystemExit(f"{path}: {reply.status} {body[:200]}")
            return time.perf_counter() - begun, body

        tell("the case, first time", [ask("/case")[0]])
        seconds, body = ask("/networks?limit=50")
        tell("list of networks", [seconds])
        networks = [network["id"] for network in json.loads(body)["networks"][:30]]
        tell("search", [ask("/search?limit=50&q=" + urllib.parse.quote(query))[0] for query in QUERIES])
        for path in DOSSIERS:
            tell(path, [ask(path.format(network))[0] for network in networks])
        with open(f"/proc/{server.pid}/status") as status:
            print(next(line.strip() for line in status if line.startswith("VmRSS")))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
