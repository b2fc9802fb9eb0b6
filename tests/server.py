"""`maillon serve` as a test sees it: a server of its own, requests, and replies that are held to its
description. For serve.py and the files of tests that it runs.
"""
import http.client
import json
import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.parse

KEYS = tempfile.TemporaryDirectory()  # of the logs that are signed
# How many times as long as usual is waited: for a program that a sanitizer watches.
PATIENCE = float(os.environ.get("MAILLON_SLOWNESS", "1"))
ENV = dict(os.environ, MAILLON_USER="tester", LC_ALL="C.UTF-8", MAILLON_TOKEN="test-token-0123456789",
           MAILLON_KEYS=KEYS.name)
TOKEN = ENV["MAILLON_TOKEN"]
PDQ = "f8f8f0cce0f4e84d0e370a22028f67f0b36e2ed596621e1d33e6b39c4e9c9b22"
NEAR = PDQ[:-1] + "d"  # four bits away
MD5 = "d41d8cd98f00b204e9800998ecf8427e"


class Failed(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Failed(what)


# ---- Schemas ------------------------------------------------------------------

def fits(value, schema, root, where="reply"):
    """Raises if the value is not of the schema: the parts of JSON Schema that the description uses."""
    if "$ref" in schema:
        return fits(value, root["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], root, where)
    if "anyOf" in schema:
        for option in schema["anyOf"]:
            try:
                return fits(value, option, root, where)
            except Failed:
                pass
        raise Failed(f"{where}: fits none of anyOf")
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    kind = schema.get("type")
    if kind in types:
        check(isinstance(value, types[kind]), f"{where}: not {kind}")
    if kind == "integer":
        check(isinstance(value, int) and not isinstance(value, bool), f"{where}: not an integer")
    if kind == "number":
        check(isinstance(value, (int, float)) and not isinstance(value, bool), f"{where}: not a number")
    check("enum" not in schema or value in schema["enum"], f"{where}: {value!r} is not in the enum")
    check("const" not in schema or value == schema["const"], f"{where}: {value!r} is not the constant")
    check("minimum" not in schema or value >= schema["minimum"], f"{where}: below the minimum")
    check("pattern" not in schema or re.search(schema["pattern"], value), f"{where}: {value!r} has another pattern")
    if isinstance(value, list):
        check(schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)), f"{where}: items")
        for i, item in enumerate(value):
            prefix = schema.get("prefixItems", [])
            fits(item, prefix[i] if i < len(prefix) else schema.get("items", {}), root, f"{where}[{i}]")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            check(name in value, f"{where}: lacks {name}")
        for name, item in value.items():
            more = schema.get("additionalProperties", {})
            check(name in properties or more is not False, f"{where}: {name} is not described")
            fits(item, properties.get(name, more if isinstance(more, dict) else {}), root, f"{where}.{name}")


# ---- The server ---------------------------------------------------------------

class Server:
    def __init__(self, program, folder, *words, **more):
        """`more` stands in its environment besides."""
        self.process = subprocess.Popen([program, "serve", "--port", "0", "--json", *words], cwd=folder, env={**ENV, **more},
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:
            raise Failed("serve: " + self.process.stderr.read().decode(errors="replace"))
        self.started = json.loads(line)
        self.port = urllib.parse.urlsplit(self.started["address"]).port
        self.used = set()
        self.description = self.ask("GET", "/openapi.json").json

    def ask(self, method, target, body=None, headers=None, token=TOKEN, host=None):
        """One request on a connection of its own. JSON replies are checked against the description."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20 * PATIENCE)
        all_headers = {"Host": host or f"127.0.0.1:{self.port}"}
        if token:
            all_headers["Authorization"] = "Bearer " + token
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        connection.request(method, target, body, {**all_headers, **(headers or {})})
        reply = connection.getresponse()
        reply.bytes = reply.read()
        reply.json = json.loads(reply.bytes) if reply.headers.get("Content-Type") == "application/json" and \
            not reply.headers.get("Content-Encoding") and method != "HEAD" else None
        connection.close()
        if hasattr(self, "description"):
            self.check_described(method, target, reply)
        return reply

    def check_described(self, method, target, reply):
        path = urllib.parse.urlsplit(target).path
        for pattern, operations in self.description["paths"].items():
            if not re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path) or method.lower() not in operations:
                continue
            responses = operations[method.lower()]["responses"]
            self.used.add((method.lower(), pattern, reply.status))
            # What the server refuses before it looks at the endpoint is not repeated for each.
            if reply.status in (400, 403, 408, 413, 417, 421, 431) and str(reply.status) not in responses:
                return fits(reply.json, {"$ref": "#/components/schemas/Error"}, self.description)
            check(str(reply.status) in responses, f"{method} {pattern}: {reply.status} is not described: {reply.bytes[:200]}")
            content = responses[str(reply.status)].get("content", {})
            kind = (reply.headers.get("Content-Type") or "").split(";")[0]
            check(not content or kind in content, f"{method} {pattern}: {kind} is not described")
            if kind == "application/json" and reply.json is not None:
                fits(reply.json, content[kind]["schema"], self.description, f"{method} {pattern}")
            return None

    def raw(self, data, until=None):
        """Bytes as they are; gives what comes until the end (or `until`)."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20 * PATIENCE) as connection:
            out = b""
            try:
                connection.sendall(data)
                while until is None or until not in out:
                    piece = connection.recv(65536)
                    if not piece:
                        break
                    out += piece
            except ConnectionError:
                pass
            return out


def page_cookie(s):
    """What lets a person in: from the printed address, which works once."""
    if not hasattr(s, "cookie"):
        door = urllib.parse.urlsplit(s.started["open"])
        s.entry = s.ask("GET", f"{door.path}?{door.query}", token=None)
        check(s.entry.status == 303 and s.entry.headers["Location"] == "/", "the printed address")
        s.cookie = s.entry.headers["Set-Cookie"]
    return {"Cookie": s.cookie.split(";")[0]}


def wait_for_job(get):
    for _ in range(int(600 * PATIENCE)):
        job = get("/case").json["job"]
        if job and job["state"] != "running":
            return job
        time.sleep(0.05)
    raise Failed("the job does not end")


def commands(s):
    """The program in the folder of the tests: what it prints, if it ends with the exit code `code`; `more` goes into its environment."""
    def maillon(*words, who="tester", text=None, code=0, **more):
        done = subprocess.run([s.program, *words], cwd=s.folder, env={**ENV, "MAILLON_USER": who, **more}, timeout=120 * PATIENCE,
                              input=text and text.encode(), capture_output=True)
        check(done.returncode == code, f"{words}: {done.returncode} {done.stderr.decode()[:300]}")
        return done.stdout.decode()
    return maillon


def lookup(value, kind="pdq", more=""):
    return f"/m/lookup?signal_type={kind}&signal={value}{more}"


# ---- People -------------------------------------------------------------------

PASSWORD = "four unrelated words here"


def log_in(server, name, password=PASSWORD):
    """Headers of who logged in, as a browser sends them with a form; None if nobody was let in."""
    origin = {"Origin": f"http://127.0.0.1:{server.port}", "Content-Type": "application/x-www-form-urlencoded"}
    body = urllib.parse.urlencode({"name": name, "password": password})
    reply = server.ask("POST", "/login", body, origin, token=None)
    return {**origin, "Cookie": (reply.headers.get("Set-Cookie") or "").split(";")[0]} if reply.status == 303 else None


# ---- Running ------------------------------------------------------------------

def chosen_tests(names, wanted):
    """(name, test) of all tests among the names of a module, or of those whose name contains a wanted word."""
    return [(name[5:], test) for name, test in names.items() if name.startswith("test_") and
            (not wanted or any(word in name for word in wanted))]


def run_tests(title, tests, run):
    """Runs each by `run(test)`, says how it went, and at the end "N passed, N failed". The exit code."""
    passed = failed = 0
    for name, test in tests:
        began = time.monotonic()
        try:
            run(test)
            passed += 1
            print(f"ok      {name}  {time.monotonic() - began:.1f} s")
        except (Failed, OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__} {error}")
    print(f"{title}: {passed} passed, {failed} failed")
    return 1 if failed else 0
