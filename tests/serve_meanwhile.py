"""The tests of serve.py about other programs that work on the case which a server has open. serve.py runs them.
"""
import json
import subprocess
import threading

from server import ENV, PATIENCE, Server, check, commands, page_cookie, wait_for_job


def test_other_commands_meanwhile(s):
    """What import, link and decide do while a server has the case, on the command line and on the page."""
    def command(*words, **more):
        return subprocess.run([s.program, *words], cwd=s.folder, env=ENV, capture_output=True, timeout=60 * PATIENCE, **more)
    one, two = (f'{{"id":"{i}","body":"Au pair, call +1 775 555 0102"}}\n'.encode() for i in "ab")
    check(command("import", "small", "-", input=one + two).returncode == 0 and command("link", "small").returncode == 0, "made")
    server = Server(s.program, s.folder, "small")
    try:
        cookie = {**page_cookie(server), "Content-Type": "application/json", "Origin": f"http://127.0.0.1:{server.port}"}
        get = lambda path: server.ask("GET", "/api" + path, token=None, headers=cookie)
        post = lambda path, body: server.ask("POST", "/api" + path, body, cookie, token=None)
        check(get("/case").json["posts"] == 2, "before")
        check(command("import", "small", "-", input=one.replace(b'"a"', b'"c"')).returncode == 0, "import")
        check(command("link", "small").returncode == 0 and get("/case").json["posts"] == 3, "the page after a link")
        with subprocess.Popen([s.program, "import", "small", "-"], cwd=s.folder, env=ENV, stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL) as running:
            # More than a pipe holds: once it is written, the import reads, and so it has the case.
            running.stdin.write(one.replace(b'"a",', b'"d",' + b" " * 300_000))
            running.stdin.flush()
            note = {"kind": "note", "a": "N-1", "value": "x", "reason": ""}
            busy = command("link", "small")
            check(busy.returncode == 2 and b"is writing to this case" in busy.stderr, f"{busy.returncode} {busy.stderr}")
            refused = post("/decisions", note)
            check(refused.status == 503 and b"is writing" in refused.bytes, f"{refused.status} {refused.bytes}")
            check(get("/networks").status == 200 and get("/case").json["posts"] == 3, "reading goes on")
            check(command("copy", "small", "copied").returncode == 0, "copy")
            running.stdin.close()
        check(running.returncode == 0 and post("/decisions", note).status == 200, "after the import")
        check(command("link", "small").returncode == 0 and get("/case").json["posts"] == 4, "in the end")
        check(post("/replay", "{}").status == 200, "replay")
        job = wait_for_job(get)
        check(job["kind"] == "replay" and job["state"] == "done" and job["result"]["replay"]["same"], job)
        check({"posts", "links", "networks", "indicators"} <= {part["name"] for part in job["result"]["replay"]["parts"]}, job)
        check(command("verify", "small").returncode == 0 and command("verify", "copied").returncode == 0, "verify")
        check(command("decrypt", "small").returncode == 2, "decrypt of a plain case")
        encrypted = command("encrypt", "small", "--new-key-file", "small.key")
        check(encrypted.returncode == 2 and b"open in another program" in encrypted.stderr, encrypted.stderr)
        s.used |= server.used
    finally:
        server.process.kill()
        server.process.wait()


def test_reading_while_links_follow(s):
    """Links that follow each other in another process, of two states of the case in turn: whoever reads sees one of the two,
    and in the end what the last link has read for indicators and indexed, without another link."""
    maillon = commands(s)
    maillon("simulate", "two", "--posts", "2500", "--seed", "8")
    maillon("import", "turns", "two/posts.jsonl")
    maillon("link", "turns")
    networks = lambda: json.loads(maillon("status", "turns", "--json"))["steps"][1]["rows"]
    small = networks()
    maillon("import", "turns", "world/posts.jsonl")
    maillon("link", "turns")
    both = networks()
    server = Server(s.program, s.folder, "turns")
    over, answers, faults = threading.Event(), [], []

    def read(path, look):
        while not over.is_set():
            try:
                reply = server.ask("GET", "/api" + path, token=None, headers=cookie)
                answers.append(path)
                check(reply.status == 200, f"{path}: {reply.status} {reply.bytes[:200]}")
                look(reply.json)
            except Exception as error:  # noqa: BLE001
                return faults.append(f"{path}: {type(error).__name__} {error}")
    try:
        cookie = page_cookie(server)
        ids = lambda networks: frozenset(n["id"] for n in networks["networks"])
        seen = set()
        readers = [threading.Thread(target=read, args=args) for args in (
            ("/networks?limit=500", lambda reply: seen.add((reply["total"], ids(reply)))),
            ("/search?q=work", lambda reply: None))]
        for reader in readers:
            reader.start()
        for turn in range(12):
            maillon("redo" if turn % 2 else "undo", "turns")
            maillon("link", "turns")
            # What the page says now that all of the link is in place, it read while that came.
            whole = server.ask("GET", "/api/export?format=graphml", token=None, headers=cookie).bytes
            check(whole == maillon("export", "turns", "--format", "graphml").encode(), f"turn {turn}: the page keeps what was")
            steps = server.ask("GET", "/api/case", token=None, headers=cookie).json["steps"]
            check(all(step["fresh"] for step in steps), steps)
        over.set()
        for reader in readers:
            reader.join()
        check(not faults, faults)
        check(len(answers) > 50, f"only {len(answers)} answers")
        totals = {total for total, _ in seen}
        check(totals == {small, both}, f"{small} or {both} networks, and some saw {totals}")
        # An import that is redone brings its networks back under their numbers.
        check(len({ids for total, ids in seen if total == both}) == 1, "networks changed their numbers")
        leads = server.ask("GET", "/api/networks?limit=500", token=None, headers=cookie).json["networks"]
        check(any(lead["indicators"] for lead in leads), "what came after the networks is not seen")
    finally:
        over.set()
        server.process.kill()
        server.process.wait()
