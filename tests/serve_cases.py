"""The tests of serve.py about the cases beside the one that is served, about the setting of four eyes and about
fairness, as the page asks for them. serve.py runs them.
"""
import collections
import contextlib
import csv
import hashlib
import io
import json
import os

from server import MD5, PDQ, Server, check, commands, page_cookie, wait_for_job


@contextlib.contextmanager
def page_of(s, case, *words, **more):
    """The page of a case with a server of its own: get, post, and send for a file, which gives its handle."""
    server = Server(s.program, s.folder, case, *words, **more)
    try:
        cookie = page_cookie(server)
        headers = {**cookie, "Content-Type": "application/json", "Origin": f"http://127.0.0.1:{server.port}"}
        yield (lambda path: server.ask("GET", "/api" + path, token=None, headers=cookie),
               lambda path, body: server.ask("POST", "/api" + path, body, headers, token=None),
               lambda name, body: server.ask("POST", f"/api/files?name={name}", body, cookie, token=None).json["file"])
        s.used |= server.used
    finally:
        server.process.kill()
        server.process.wait()


def test_other_cases(s):
    """Selectors in common, a copy, what is taken over: each as the verb does it, among the cases of one folder only."""
    maillon = commands(s)
    folder = s.folder / "cases"
    folder.mkdir()
    post_of = lambda i, phone: json.dumps({"id": i, "body": f"Roofer wanted, number {i}, call +1 775 555 {phone}"}) + "\n"
    for name, posts in (("one", [("a", "0123"), ("b", "0123")]), ("two", [("c", "0123"), ("d", "0123"), ("e", "0156")]),
                        ("raw", [("f", "0199")]), ("other", [("g", "0177")])):
        maillon("import", f"cases/{name}", "-", text="".join(post_of(*post) for post in posts))
        if name != "raw":
            maillon("link", f"cases/{name}")
    (folder / "no case").mkdir()
    (folder / "elsewhere").symlink_to(folder / "two")
    maillon("import", "cases/sealed", "-", text=post_of("h", "0123"))
    maillon("encrypt", "cases/sealed", "--new-key-file", str(s.folder / "sealed.key"))
    maillon("note", "cases/two", "N-1", "--text", "seen by them")
    with page_of(s, "cases/one") as (get, post, _):
        listed = get("/cases").json
        check(listed["name"] == "one" and os.path.samefile(listed["folder"], folder), listed)
        check({c["name"]: c["state"] for c in listed["cases"]} == 
              {"two": "linked", "raw": "not_linked", "other": "linked", "sealed": "locked"}, listed)
        # Only names of that folder, and not this case itself.
        for wrong in (["one"], ["no case"], ["../case"], ["/etc"], ["two/../two"], [""], [7], ["two", "gone"], ["elsewhere"], ["."]):
            check(post("/across", {"cases": wrong}).status == 404, wrong)
            check(post("/merge", {"cases": wrong}).status == 404, wrong)
        for wrong in ({}, {"cases": []}, {"cases": "two"}, {"cases": ["two"] * 21}):
            check(post("/across", wrong).status == 400 and post("/merge", wrong).status == 400, wrong)
        locked = post("/across", {"cases": ["sealed"]})
        check(locked.status == 400 and b"encrypted" in locked.bytes, locked.bytes)
        check(post("/across", {"cases": ["two"]}).status == 200, "across")
        found = wait_for_job(get)["result"]["across"]
        alone = json.loads(maillon("across", "cases/one", "cases/two", "--json"))
        names = lambda result: [[(os.path.basename(c["case"]), c["selector"], c["posts"], c["networks"]) for c in each["cases"]]
                                for each in result["selectors"]]
        check(found["total"] == 1 and names(found) == names(alone), found)
        check(post("/across", {"cases": ["raw"]}).status == 200, "across with what is not linked")
        job = wait_for_job(get)
        check(job["state"] == "failed" and "linked" in job["error"], job)
        for wrong in ("", ".hidden", "a/b", "..", "x" * 201, "a\nb", "two", "-rf", " a", "a ", "a\u202ecase", 7):
            reply = post("/copy", {"name": wrong})
            check(reply.status == 400, f"{wrong!r}: {reply.bytes}")
        check(post("/copy", {"name": "one copied"}).status == 200, "copy")
        job = wait_for_job(get)
        check(job["state"] == "done" and job["result"]["copy"]["derived"], job)
        maillon("verify", "cases/one copied")
        check(json.loads(maillon("networks", "cases/one copied", "--json")) == json.loads(maillon("networks", "cases/one", "--json")),
              "the copy is another")
        # What the other case gives waits there, if that one asks for it.
        maillon("four-eyes", "cases/two", "export")
        asked = post("/merge", {"cases": ["two"], "reason": "one operation"}).json
        check([one["case"] for one in asked["waits"]] == ["two"], asked)
        check(post("/merge", {"cases": ["two"], "reason": "one operation"}).json == asked, "asked once")
        maillon("four-eyes", "cases/other", "export")
        both = post("/merge", {"cases": ["other", "two"], "reason": "one operation"}).json["waits"]
        check([one["case"] for one in both] == ["other", "two"] and both[1] == asked["waits"][0], "each is asked at once")
        taken = post("/copy", {"name": "two", "reason": "x"})
        check(taken.status == 400 and b"already" in taken.bytes, "what cannot be done asks nobody")
        check(get("/case").json["posts"] == 2, "nothing was taken")
        maillon("confirm", "cases/two", str(asked["waits"][0]["request"]), who="bea")
        check("job" in post("/merge", {"cases": ["two"], "reason": "one operation"}).json, "merge")
        job = wait_for_job(get)
        check(job["state"] == "done" and job["result"]["merge"]["from"][0]["records"] == 3, job)
        check(get("/case").json["posts"] == 5, "the posts of both")
        check("seen by them" in maillon("show", "cases/one", "N-1"), "their note")


def test_second_person_and_fairness(s):
    """Which acts wait, set on the page: more at once, fewer when another agreed. Rates by group as the verb prints them."""
    maillon = commands(s)
    maillon("import", "second", "world/posts.jsonl")
    maillon("link", "second")
    with page_of(s, "second") as (get, post, _):
        for wrong in ({}, {"acts": "off"}, {"acts": ["all"]}, {"acts": ["off"]}, {"acts": [1]}):
            check(post("/four-eyes", wrong).status == 400, wrong)
        check(post("/four-eyes", {"acts": ["purge", "export"]}).json == {"acts": ["export", "purge"], "request": 0}, "set")
        check(get("/case").json["four_eyes"] == ["export", "purge"], "set")
        check(post("/four-eyes", {"acts": ["export"]}).status == 400, "fewer without a reason")
        asked = post("/four-eyes", {"acts": ["export", "share"], "reason": "the holds are enough"}).json
        check(asked["acts"] == ["export", "share", "purge"] and asked["request"] > 0, f"more at once, fewer later: {asked}")
        waits = post("/copy", {"name": "kept", "reason": "a backup"}).json["waits"][0]
        check(waits["case"] == "second" and waits["request"] > 0, waits)
        maillon("confirm", "second", str(asked["request"]), who="bea")
        check(get("/case").json["four_eyes"] == ["export", "share"], "fewer")
        maillon("confirm", "second", str(waits["request"]), who="bea")
        check("job" in post("/copy", {"name": "kept", "reason": "a backup"}).json and wait_for_job(get)["state"] == "done", "copy")
        # A text that is not in the case, read as its posts are.
        for wrong in ({}, {"text": ""}, {"text": 7}):
            check(post("/indicators/try", wrong).status == 400, wrong)
        text = "We keep your passport until the debt is paid. No pay before."
        tried = post("/indicators/try", {"text": text}).json
        alone = json.loads(maillon("catalogue", "try", "-", "--json", text=text + "\n"))
        check(tried["indicators"] and tried == alone, tried)
        check(post("/fairness", {}).status == 200, "fairness")
        check(wait_for_job(get)["result"]["fairness"] == json.loads(maillon("fairness", "second", "--json")), "rates")


def test_lists_on_the_page(s):
    """A list of hashes and one of selectors, read in from the page: as the verb shows them, looked up in the case."""
    maillon = commands(s)
    maillon("import", "listed", "-", text='{"id":"a","body":"Cook wanted, call +1 775 555 0123"}\n{"id":"b","body":"Call +1 775 555 0123"}\n')
    maillon("link", "listed")
    folder = s.folder / "lists of the machine"
    with page_of(s, "listed", MAILLON_LISTS=str(folder)) as (get, post, send):
        check(get("/lists").json == {"folder": str(folder), "can_import": True, "lists": []}, "none at first")
        check(get("/lists/spam/found").status == 404 and get("/lists/..%2f/found").status in (400, 404), "a list that is not there")
        hashes = send("hashes.csv", f"pdq,md5,id\n{PDQ},{MD5},e1\nnot a hash,,e2\n".encode())
        for wrong in ({"list": "a/b"}, {"list": ""}, {"role": "burn"}, {"radius": 257}, {"radius": -1}, {"radius": "x"}, {"radius": 1.5}):
            check(post("/lists", {"file": hashes, "list": "spam", **wrong}).status == 400, wrong)
        check(post("/lists", {"file": "0" * 48, "list": "spam"}).status == 404, "a handle of nothing")
        check(post("/lists", {"file": hashes, "list": "spam", "role": "review", "radius": 20, "restricted": True}).status == 200, "import")
        did = wait_for_job(get)["result"]["list"]
        check((did["added"], did["rejected"], did["restricted"]) == (1, 1, 1), did)
        check(post("/lists", {"file": hashes, "list": "spam"}).status == 404, "a file is read once")
        row = get("/lists").json["lists"][0]
        check((row["list"], row["role"], row["radius"], row["entries"], row["restricted"]) == ("spam", "review", 20, 1, 1), row)
        shown = maillon("list", "show", "--list", "spam", "--dir", str(folder))
        check("hashes.csv" in shown and "uploads" not in shown, f"its name, and not where it lay: {shown}")
        bundle = maillon("export", "listed", "--format", "stix").encode()
        check(post("/lists", {"file": send("bundle.json", bundle), "list": "partner"}).status == 200, "selectors")
        job = wait_for_job(get)
        check(job["state"] == "done" and job["result"]["list"]["selectors"]["phone"]["added"] == 1, job)
        found = get("/lists/partner/found").json
        alone = json.loads(maillon("search", "listed", "--list", "partner", "--json", "--dir", str(folder)))
        for row in alone["rows"]:
            check(row.pop("listed"), "the verb says what the list says")
        check(found == alone, found)
        check(post("/lists", {"file": send("junk.csv", b"nothing;of\na;list\n"), "list": "junk"}).status == 200, "junk")
        job = wait_for_job(get)
        check(job["state"] == "failed" and "junk.csv" in job["error"], job)
        check([row["value"] for row in found["rows"]] == ["+17755550123"], found)


def test_a_picture_is_looked_up(s):
    """A picture that is sent: its hashes, which find the posts that show it, and the lists that name it. It is not kept."""
    maillon = commands(s)
    source = next(path for path in sorted((s.folder / "world/images").rglob("*.jpg")))
    hashes = json.loads(maillon("hash", str(source), "--json"))[0]
    folder = s.folder / "lists of pictures"
    (s.folder / "known.csv").write_text(f"pdq,id\n{hashes['pdq']},e1\n", encoding="utf-8")
    maillon("list", "import", "known.csv", "--list", "known", "--dir", str(folder))
    with page_of(s, "case", MAILLON_LISTS=str(folder)) as (get, post, send):
        found = post("/match", {"file": send("found.jpg", source.read_bytes())}).json
        check(all(found[kind] == hashes[kind] for kind in ("pdq", "quality", "md5", "sha1", "sha256")), found)
        check([(m["list"], m["distance"]) for m in found["matches"]] == [("known", 0)] and found["total"] == 1, found)
        check(get(f"/search?q={found['pdq']}").json["total"] > 0, "the posts that show it")
        for name, body in (("note.jpg", b"no picture"), ("cut.jpg", source.read_bytes()[:300]), ("empty.jpg", b" ")):
            reply = post("/match", {"file": send(name, body)})
            check(reply.status == 400 and b"picture" in reply.bytes, f"{name}: {reply.bytes}")
        check(post("/match", {"file": "0" * 48}).status == 404 and post("/match", {}).status == 404, "no file")
        left = [path for path in (s.folder / "case" / "uploads").rglob("*.jpg")]
        check(not left, f"pictures are kept: {left}")


def test_known_pictures(s):
    """A list that comes while a page is open, or between asking for a picture and fetching it, counts at once, for all
    that show the same; without the list the case still knows."""
    maillon = commands(s)
    maillon("simulate", "known", "--posts", "150", "--seed", "3", "--images")
    maillon("import", "known_case", "known/posts.jsonl", "--images", "known/images", "--no-image-text")
    maillon("link", "known_case")
    rows = list(csv.DictReader(io.StringIO(maillon("export", "known_case", "--table", "pictures"))))
    most = collections.Counter(row["group"] for row in rows).most_common(1)[0][0]
    same = sorted({row["picture"] for row in rows if row["group"] == most})
    other = next(row["picture"] for row in rows if row["group"] != most)
    listed = next(row for row in rows if row["picture"] == same[-1])
    md5 = hashlib.md5((s.folder / "known/images" / listed["name"]).read_bytes()).hexdigest()
    (s.folder / "known.csv").write_text(f"md5\n{md5}\n")
    lists = s.folder / "lists for pictures"
    with page_of(s, "known_case", MAILLON_LISTS=str(lists)) as (get, post, _):
        thumbnail = lambda picture: get(f"/pictures/{picture}/thumbnail").status
        check([thumbnail(picture) for picture in same + [other]] == [200] * (len(same) + 1), "before")
        asked = post(f"/pictures/{same[0]}/reveal", {"reason": "to compare"}).json["url"]
        maillon("list", "import", "known.csv", "--list", "hotline", "--restricted", "--dir", str(lists))
        check(get(asked.removeprefix("/api")).status == 400, "an address that was given before")
        check([thumbnail(picture) for picture in same] == [404] * len(same) and thumbnail(other) == 200, "after")
        for picture in same:
            reply = post(f"/pictures/{picture}/reveal", {"reason": "to compare"})
            check(reply.status == 400 and "never shown" in reply.json["error"], reply.bytes)
        post_of = next(f"{row['source']}:{row['id']}" for row in rows if row["picture"] == same[-1])
        shown = get(f"/show/{post_of}").json
        check(shown["pictures_restricted"] > 0 and any(p["restricted"] and "hotline" in p["listed"][0] for p in shown["pictures"]), shown["pictures"])
        network = get(f"/show/{shown['post']['network']}").json
        check({p["id"] for p in network["pictures"] if p["restricted"]} == {most}, network["pictures"])
        check(any(n["pictures_restricted"] for n in get("/networks").json["networks"]), "the list of networks")
        check(get("/search?q=listed%3Arestricted").json["total"] == len({row["id"] for row in rows if row["group"] == most}), "search")
        check("hash lists" in get("/case").json["stale"], "it is to be linked")
    # A server that was given a folder of lists asks that one about its case.
    with page_of(s, "known_case", "--lists", str(lists), MAILLON_LISTS=str(s.folder / "no lists")) as (get, post, _):
        check({get(f"/pictures/{picture}/thumbnail").status for picture in same} == {404}, "the server's own lists")
    # What another process has looked up counts in a server that has no lists.
    with page_of(s, "known_case", MAILLON_LISTS=str(s.folder / "no lists")) as (get, post, _):
        check(get(f"/pictures/{same[0]}/thumbnail").status == 200, "nobody has looked it up yet")
        maillon("link", "known_case", MAILLON_LISTS=str(lists))
        check({get(f"/pictures/{picture}/thumbnail").status for picture in same} == {404}, "another process has")
    with page_of(s, "known_case", MAILLON_LISTS=str(s.folder / "no lists")) as (get, post, _):
        check({get(f"/pictures/{picture}/thumbnail").status for picture in same} == {404}, "without the list")
        check(post(f"/pictures/{same[-1]}/reveal", {"reason": "to compare"}).status == 400, "without the list")
