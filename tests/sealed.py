#!/usr/bin/env python3
"""What must not be read on the way or on the disk: the server through TLS, and an encrypted case
that is served, imported into and linked.

usage: sealed.py PROGRAM [NAME...]

NAME picks the tests whose name contains it. Ends with "N passed, N failed"; some seconds in all.
"""
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
import warnings

from server import PASSWORD, PATIENCE, Failed, check, chosen_tests, run_tests

ROWS = "id,text\n" + "".join(f"q{i},Waitress wanted call +44 7700 900{100 + i % 3} ask for Canaryword {i}\n" for i in range(40))


class Place:
    """A folder, the program in it, and servers that end with a test."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.env = dict(os.environ, MAILLON_USER="tester", LC_ALL="C.UTF-8", MAILLON_TOKEN="test-token-0123456789",
                        MAILLON_KEYS=str(folder / "keys"))
        self.env.pop("MAILLON_KEY_FILE", None)

    def run(self, *words, text="", code=0):
        done = subprocess.run([self.program, *words], cwd=self.folder, env=self.env, input=text.encode(), timeout=120 * PATIENCE,
                              capture_output=True)
        check(done.returncode == code, f"{words}: exit {done.returncode}: {done.stderr.decode()[:300]}")
        return done.stdout.decode() if code == 0 else done.stderr.decode()

    @contextlib.contextmanager
    def serve(self, *words):
        process = subprocess.Popen([self.program, "serve", "--port", "0", "--json", *words], cwd=self.folder, env=self.env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            line = process.stdout.readline()
            check(line, f"serve {words}: " + process.stderr.read().decode() if not line else "")
            yield Served(json.loads(line), self.folder)
        finally:
            process.terminate()
            process.wait(timeout=30 * PATIENCE)


class Served:
    def __init__(self, started, folder):
        self.started = started
        address = urllib.parse.urlsplit(started["address"])
        self.scheme, self.port = address.scheme, address.port
        self.trust = None
        if self.scheme == "https":
            self.trust = ssl.create_default_context(cafile=folder / "keys" / "serve.crt")
        door = urllib.parse.urlsplit(started["open"])
        entry = self.ask("GET", f"{door.path}?{door.query}")
        self.set_cookie = entry.headers["Set-Cookie"] or ""
        self.cookie = {"Cookie": self.set_cookie.split(";")[0]}

    def connect(self):
        if self.trust is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20 * PATIENCE)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20 * PATIENCE, context=self.trust)

    def ask(self, method, target, body=None, headers=None, connection=None):
        own = connection is None
        connection = connection or self.connect()
        connection.request(method, target, body, {"Host": f"127.0.0.1:{self.port}", **(headers or {})})
        reply = connection.getresponse()
        reply.bytes = reply.read()
        if own:
            connection.close()
        return reply

    def api(self, path, body=None):
        """What the page asks; JSON."""
        headers = {**self.cookie, "Origin": f"{self.scheme}://127.0.0.1:{self.port}"}
        if isinstance(body, dict):
            body, headers["Content-Type"] = json.dumps(body), "application/json"
        reply = self.ask("GET" if body is None else "POST", "/api" + path, body, headers)
        check(reply.status == 200, f"{path}: {reply.status} {reply.bytes[:300]}")
        return json.loads(reply.bytes)


def files_with(folder, word):
    return [str(path) for path in pathlib.Path(folder).rglob("*") if path.is_file() and word in path.read_bytes()]


# ---- An encrypted case --------------------------------------------------------

def test_encrypted_case_is_served(p):
    p.run("encrypt", "secret", "--new-key-file", "secret.key")
    error = p.run("serve", "secret", "--port", "0", code=2)
    check("is encrypted" in error and "--key-file" in error, error)
    with p.serve("secret", "--key-file", "secret.key") as s:
        sent = s.api("/files?name=ads.csv", ROWS.encode())
        check(not files_with(p.folder / "secret", b"Canaryword"), "what waits for its import is on the disk in plain")
        preview = s.api("/imports/preview", {"files": [sent["file"]], "map": None, "source": ""})
        check("Canaryword" in json.dumps(preview), "no preview")
        s.api("/imports", {"files": [sent["file"]], "map": None, "source": ""})
        for _ in range(int(600 * PATIENCE)):
            job = s.api("/case")["job"]
            if job["state"] != "running":
                break
            time.sleep(.1)
        check(job["state"] == "done", str(job))  # the process that did it had the key
        found = s.api("/search?q=canaryword")
        check(found["total"] == 40, f"{found['total']} posts found")
        check(s.api("/networks")["total"] >= 1, "no network")
        # Also while it is open, with a log of its database beside it.
        check((p.folder / "secret" / "case.db-wal").stat().st_size > 0, "the database has no log")
        for word in (b"Canaryword", b"canaryword", b"7700", b"SQLite format", b"CREATE TABLE"):
            check(not files_with(p.folder / "secret", word), f"{word} in {files_with(p.folder / 'secret', word)}")
        check("another program" in p.run("decrypt", "secret", "--key-file", "secret.key", code=2), "decrypted while served")
    check("intact" in p.run("verify", "secret", "--key-file", "secret.key"), "not intact")
    waiting = pathlib.Path("/dev/shm")
    check(not waiting.is_dir() or not [f for f in waiting.glob("maillon-uploads-*/*/*")
                                       if f.is_file() and b"Canaryword" in f.read_bytes()], "an upload was left in memory")


def test_replay_and_copies_stay_encrypted(p):
    (p.folder / "ads.csv").write_text(ROWS)
    p.run("encrypt", "held", "--new-key-file", "held.key")
    p.run("import", "held", "ads.csv", "--key-file", "held.key")
    p.run("link", "held", "--key-file", "held.key")
    p.run("replay", "held", "--to", "again", "--key-file", "held.key")
    check(not files_with(p.folder / "again", b"Canaryword"), "the copy of a replay is plain")
    check("intact" in p.run("verify", "again", "--key-file", "held.key"), "the copy is not intact")


# ---- TLS ----------------------------------------------------------------------

def test_tls_of_its_own(p):
    (p.folder / "ads.csv").write_text(ROWS)
    p.run("import", "case", "ads.csv")
    with p.serve("case", "--tls") as s:
        check(s.scheme == "https", s.started["address"])
        with s.trust.wrap_socket(socket.create_connection(("127.0.0.1", s.port), timeout=20 * PATIENCE), server_hostname="localhost") as c:
            shown = hashlib.sha256(c.getpeercert(binary_form=True)).hexdigest()
            check(s.started["certificate_sha256"].replace(":", "").lower() == shown, "another fingerprint was printed")
            check(c.version() in ("TLSv1.2", "TLSv1.3"), c.version())
        check("; Secure" in s.set_cookie and "HttpOnly" in s.set_cookie, s.set_cookie)
        check(s.api("/case")["posts"] >= 0, "no page")
        connection = s.connect()  # kept open: several requests, one of them large
        for size in (10, 3_000_000, 10):
            headers = {**s.cookie, "Origin": f"https://127.0.0.1:{s.port}"}
            reply = s.ask("POST", "/api/files?name=a.csv", b"x" * size, headers, connection)
            check(reply.status == 200 and json.loads(reply.bytes)["bytes"] == size, reply.bytes[:200])
        connection.close()
        other = {**s.cookie, "Origin": f"http://127.0.0.1:{s.port}", "Content-Type": "application/json"}
        check(s.ask("POST", "/api/undo", "{}", other).status == 403, "a page in clear may call it")
        first = s.started["certificate_sha256"]
    with p.serve("case", "--tls") as s:
        check(s.started["certificate_sha256"] == first, "a new certificate at each start")


def test_tls_and_hostile_clients(p):
    (p.folder / "ads.csv").write_text(ROWS)
    p.run("import", "clear", "ads.csv")
    with p.serve("clear", "--tls") as s:
        silent = [socket.create_connection(("127.0.0.1", s.port), timeout=20 * PATIENCE) for _ in range(50)]
        clear = socket.create_connection(("127.0.0.1", s.port), timeout=20 * PATIENCE)
        clear.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\n\r\n".encode())
        check(b"HTTP/1.1 200" not in clear.recv(1000), "it answered in clear")
        noise = socket.create_connection(("127.0.0.1", s.port), timeout=20 * PATIENCE)
        noise.sendall(b"\x16\x03\x01\xff\xff" + os.urandom(20_000))
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of what is old, which is the point
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        try:
            old.wrap_socket(socket.create_connection(("127.0.0.1", s.port), timeout=20 * PATIENCE))
            raise Failed("TLS 1.1 was taken")
        except OSError:
            pass
        began = time.monotonic()
        check(s.api("/case")["posts"] >= 0 and time.monotonic() - began < 5, "others wait for those who say nothing")
        for each in (*silent, clear, noise):
            each.close()
        check(s.api("/case")["posts"] >= 0, "it is gone")


def test_tls_with_a_given_certificate(p):
    (p.folder / "ads.csv").write_text(ROWS)
    p.run("import", "given", "ads.csv")
    with p.serve("given", "--tls"):
        pass  # makes one, which is given below
    certificate, key = str(p.folder / "keys" / "serve.crt"), str(p.folder / "keys" / "serve.key")
    with p.serve("given", "--tls-cert", certificate, "--tls-key", key) as s:
        check(s.api("/case")["posts"] >= 0, "no page")
    other = Place(p.program, p.folder / "other")
    other.folder.mkdir()
    other.run("import", "c", str(p.folder / "ads.csv"))
    with other.serve("c", "--tls"):
        pass
    for words, what in ((["--tls-cert", certificate], "go together"), (["--tls", "--tls-cert", certificate, "--tls-key", key], "choose"),
                        (["--tls-cert", certificate, "--tls-key", str(other.folder / "keys" / "serve.key")], "of this"),
                        (["--tls-cert", str(p.folder / "ads.csv"), "--tls-key", key], "PEM"),
                        (["--tls-cert", "missing.crt", "--tls-key", key], "missing.crt")):
        error = p.run("serve", "given", "--port", "0", *words, code=2)
        check(what in error, f"{words}: {error}")


def test_accounts_on_a_network_need_tls(p):
    (p.folder / "ads.csv").write_text(ROWS)
    p.run("import", "office", "ads.csv")
    p.run("people", "add", "ana", "--dir", "people", text=PASSWORD + "\n")
    error = p.run("serve", "office", "--people", "people", "--host", "0.0.0.0", "--port", "0", code=2)
    check("--tls" in error and "in clear" in error, error)
    with p.serve("office", "--people", "people", "--host", "0.0.0.0", "--tls") as s:
        body = urllib.parse.urlencode({"name": "ana", "password": PASSWORD})
        reply = s.ask("POST", "/login", body, {"Origin": f"https://127.0.0.1:{s.port}",
                                               "Content-Type": "application/x-www-form-urlencoded"})
        check(reply.status == 303 and "; Secure" in reply.headers["Set-Cookie"], f"{reply.status} {reply.headers}")


# ---- Running ------------------------------------------------------------------

def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())

    def run(test):
        with tempfile.TemporaryDirectory() as folder:
            test(Place(program, pathlib.Path(folder)))
    return run_tests("sealed", chosen_tests(globals(), sys.argv[2:]), run)


if __name__ == "__main__":
    sys.exit(main())
