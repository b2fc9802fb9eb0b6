"""The tests of serve.py in which people log in: who is let in, what waits for a second person, and what
viewers do not read. serve.py runs them.
"""
import json
import re
import shutil
import subprocess
import urllib.parse

from server import ENV, PASSWORD, PATIENCE, PDQ, TOKEN, Server, check, commands, log_in, lookup


def test_people_log_in(s):
    """Accounts on the case of these tests: who is let in, to what, and what the case's log says of it."""
    def people(*words, text=None):
        return commands(s)("people", *words, "--dir", "people", text=text)
    for name in ("ana", "vic"):
        people("add", name, text=PASSWORD + "\n")
    people("role", "ana", "case", "analyst")
    people("role", "vic", "case", "viewer")
    token = people("token", "uploads").split("\n")[0]
    office = Server(s.program, s.folder, "case", "--lists", "lists", "--people", "people")
    try:
        check(office.started["token"] == "" and office.started["open"].endswith("/login"), str(office.started))
        check(office.ask("GET", "/", token=None).status == 303, "nobody was not sent to the log-in")
        check(b"<form" in office.ask("GET", "/login", token=None).bytes, "no form")
        check(log_in(office, "ana", "wrong") is None, "a wrong password let in")
        check(office.ask("GET", "/api/case", token=TOKEN).status == 401, "a token of another run opened the page")
        ana, vic = log_in(office, "ana"), log_in(office, "vic")
        case = office.ask("GET", "/api/case", headers=ana, token=None).json
        check(case["actor"] == "ana" and case["role"] == "analyst" and "decide" in case["offers"], str(case["offers"]))
        check("decide" not in office.ask("GET", "/api/case", headers=vic, token=None).json["offers"], "a viewer may decide")
        for name, who in (("viewer", vic), ("analyst", ana)):
            check(office.ask("GET", "/api/log", headers=who, token=None).status == 403, f"the log is open to a {name}")
        note = json.dumps({"kind": "note", "a": "N-1", "value": "by ana"})
        decide = {**ana, "Content-Type": "application/json"}
        check(office.ask("POST", "/api/decisions", note, {**decide, "Cookie": vic["Cookie"]}, token=None).status == 403, "viewer")
        check(office.ask("POST", "/api/decisions", note, decide, token=None).status == 200, "an analyst's note was refused")
        check(office.ask("GET", "/api/history", headers=ana, token=None).json["acts"][0]["actor"] == "ana", "whose note?")
        check(office.ask("POST", "/api/undo", "{}", decide, token=None).status == 200, "an analyst's undo was refused")
        # Roles are for this case: no other case, and no list of the machine, is offered.
        beside = office.ask("GET", "/api/cases", headers=ana, token=None).json
        check(beside["folder"] == "" and beside["cases"] == [], beside)
        for path, body, status in (("/api/across", {"cases": ["two"]}, 400), ("/api/merge", {"cases": ["two"]}, 400),
                                   ("/api/lists", {"file": "0" * 48, "list": "x"}, 400), ("/api/copy", {"name": "x"}, 403),
                                   ("/api/four-eyes", {"acts": []}, 403)):
            reply = office.ask("POST", path, json.dumps(body), decide, token=None)
            check(reply.status == status, f"{path}: {reply.status} {reply.bytes[:200]}")
        check(office.ask("GET", "/api/lists", headers=ana, token=None).json["can_import"] is False, "lists of the machine")
        check(office.ask("GET", lookup(PDQ), token=token).status == 200, "a program with its token was refused")
        people("revoke", "1")
        check(office.ask("GET", lookup(PDQ), token=token).status == 401, "a revoked token")
        told = [(entry["action"], entry["detail"]["account"]) for entry in json.loads(people("log", "--json"))["entries"]]
        check(told[-6:] == [("account_made", "ana"), ("account_made", "vic"), ("role_set", "ana"), ("role_set", "vic"),
                            ("token_made", "uploads"), ("token_revoked", "1")], str(told))
        check(json.loads(people("log", "vic", "--json"))["total"] == 2, "of vic")
        check(office.ask("GET", "/account", headers=ana, token=None).status == 200, "no account page")
        change = urllib.parse.urlencode({"password": PASSWORD, "next": "five unrelated words here"})
        check(office.ask("POST", "/account", change, ana, token=None).status == 303, "no other password")
        check(office.ask("GET", "/api/case", headers=ana, token=None).status == 401, "the session outlived the password")
        check(office.ask("POST", "/logout", "", vic, token=None).status == 200, "no way out")
        check(office.ask("GET", "/api/case", headers=vic, token=None).status == 401, "the session outlived the log-out")
        s.used |= office.used
    finally:
        office.process.kill()
        office.process.wait()


def test_four_eyes(s):
    """Two people: what the analyst and the exporter ask for, the reviewer confirms or refuses. On a copy of the case."""
    maillon = commands(s)
    shutil.copytree(s.folder / "case", s.folder / "eyes")
    maillon("four-eyes", "eyes", "on")
    for name, role in (("analyst", "analyst"), ("exporter", "exporter"), ("reviewer", "reviewer")):
        maillon("people", "add", name, "--dir", "people", text=PASSWORD + "\n")
        maillon("people", "role", name, "eyes", role, "--dir", "people")
    office = Server(s.program, s.folder, "eyes", "--people", "people")
    try:
        def person(name):
            headers = {**log_in(office, name), "Content-Type": "application/json"}
            return lambda method, path, body=None, status=200: asked(office.ask(method, path, body, headers, token=None), path, status)

        def asked(reply, path, status):
            check(reply.status == status, f"{path}: {reply.status} {reply.bytes[:200]}")
            return reply
        analyst, exporter, reviewer = person("analyst"), person("exporter"), person("reviewer")
        case = analyst("GET", "/api/case").json
        check(case["four_eyes"] == ["referred", "export", "share", "purge"] and case["requests"] == 0, str(case["four_eyes"]))
        check("confirm" not in case["offers"] and "confirm" in reviewer("GET", "/api/case").json["offers"], "who may confirm?")

        # A state: asked for by one, put into effect by another, taken back by undo.
        refer = {"kind": "triage", "a": "N-1", "value": "referred", "reason": ""}
        analyst("POST", "/api/decisions", refer, 400)
        number = analyst("POST", "/api/decisions", {**refer, "reason": "ref. 2291"}, 202).json["request"]
        state = lambda: [n["triage"]["state"] for n in analyst("GET", "/api/networks").json["networks"] if n["id"] == "N-1"][0]
        check(state() != "referred" and reviewer("GET", "/api/case").json["requests"] == 1, "it did not wait")
        analyst("POST", f"/api/requests/{number}/confirm", {}, 403)
        reviewer("POST", f"/api/requests/{number}/refuse", {}, 400)  # without a reason
        done = reviewer("POST", f"/api/requests/{number}/confirm", {"reason": "read the posts"}).json
        check(state() == "referred" and done["confirmed"], str(done))
        reviewer("POST", f"/api/requests/{number}/confirm", {}, 400)
        last = analyst("GET", "/api/history").json["acts"][0]
        check(last["act"] == done["act"] and last["actor"] == "reviewer" and "analyst" in last["what"], str(last))
        reviewer("POST", "/api/undo", {"act": done["act"]})
        check(state() != "referred", "undo did not take it back")
        # Reviewers have no second voice of their own.
        own = reviewer("POST", "/api/decisions", {**refer, "reason": "mine"}, 202).json["request"]
        reviewer("POST", f"/api/requests/{own}/confirm", {}, 400)
        reviewer("POST", "/api/requests/999999/confirm", {}, 404)

        # An export: only as asked, only by who asked.
        for path in ("/api/export?table=posts", "/api/report/N-1?language=fr", "/api/quarantine.csv", "/api/pack/N-1?disclosure=1"):
            exporter("GET", path, status=409)
            exporter("POST", path, {"reason": " "}, 400)
            analyst("POST", path, {"reason": "me too"}, 403)
            number = exporter("POST", path, {"reason": "for the court"}).json["request"]
            check(exporter("POST", path, {}).json == {"granted": False, "request": number}, "asked twice")
            exporter("GET", path, status=409)
            exporter("POST", f"/api/requests/{number}/confirm", {}, 403)
            reviewer("POST", f"/api/requests/{number}/confirm", {})
            check(exporter("POST", path, {}).json == {"granted": True, "request": number}, "not granted")
            exporter("GET", path)
            exporter("GET", path)  # for a day, not once: a download may break off
        exporter("GET", "/api/export?table=posts&spreadsheet=1", status=409)
        exporter("GET", "/api/export?table=selectors", status=409)
        exporter("GET", "/api/report/N-1?language=es", status=409)
        exporter("GET", "/api/pack/N-1", status=409)
        number = exporter("POST", "/api/export?format=stix", {"reason": "for a partner"}).json["request"]
        reviewer("POST", f"/api/requests/{number}/refuse", {"reason": "they have it"})
        exporter("GET", "/api/export?format=stix", status=409)
        listed = exporter("GET", "/api/requests").json
        check([r["state"] for r in listed["requests"] if r["state"] == "open"] == ["open"], str(listed["requests"]))
        check({"refused", "confirmed", "open"} == {r["state"] for r in listed["requests"]}, "states")
        refused = [r for r in listed["requests"] if r["state"] == "refused"][0]
        check((refused["actor"], refused["second"], refused["answer"]) == ("exporter", "reviewer", "they have it"), str(refused))
        log = json.loads(maillon("log", "eyes", "--action", "request,confirm,refuse,granted", "--limit", "0", "--json"))["entries"]
        said = {(e["actor"], e["action"]) for e in log}
        check(said == {("analyst", "request"), ("exporter", "request"), ("reviewer", "request"), ("reviewer", "confirm"),
                       ("reviewer", "refuse"), ("exporter", "granted")}, str(said))
        # The command line heeds the same setting, and that fewer acts wait needs a second person.
        maillon("export", "eyes", "--table", "posts", "--reason", "mine", code=1)
        maillon("four-eyes", "eyes", "off", "--reason", "done", code=1)
        number = [r for r in exporter("GET", "/api/requests").json["requests"] if r["act"] == "four_eyes"][0]["request"]
        reviewer("POST", f"/api/requests/{number}/confirm", {})
        check(exporter("GET", "/api/case").json["four_eyes"] == [], "still on")
        exporter("GET", "/api/export?table=selectors")
        check("intact" in maillon("verify", "eyes"), "verify")
        s.used |= office.used
    finally:
        office.process.kill()
        office.process.wait()


def known_selectors(s, case):
    """What viewers must not read, by kind: as the command line exports it."""
    table = commands(s)("export", case, "--table", "selectors", "--format", "jsonl")
    known = {}
    for line in table.splitlines():
        row = json.loads(line)
        if row["kind"] in ("phone", "email", "handle", "wallet", "iban"):
            known.setdefault(row["kind"], set()).add(row["value"])
    return known


def selectors_in(text, known):
    """Those that stand in the text: whole words, and of phones the figures however they are grouped."""
    words = {w.strip(".-+") for w in re.findall(r"[\w.+@-]+", text.lower())} | set(re.findall(r"[\w.-]+", text.lower()))
    found = {v for kind, values in known.items() for v in values if v.lower().strip("+") in words}
    figures = {re.sub(r"\D", "", run).lstrip("0") for run in re.findall(r"(?<!\w)\d(?:[ .()/-]{0,2}\d){5,}(?!\w)", text)}
    return found | {v for v in known.get("phone", ()) if any(v[1 + code:] in figures for code in range(4))}


def test_viewers_read_no_selectors(s):
    """Every answer of the API to a viewer, on a case with selectors of all kinds, in posts, notes, labels and searches."""
    posts = [{"id": "a", "city": "Leeds", "country": "GB", "title": "call 07400 123456", "body": "Work. Call +44 7400 123456 or mail anna.b@mail.example"},
             {"id": "b", "country": "GB", "body": "Rooms. Call zero seven four zero zero 123 456, telegram @anna_roofs_92, wechat anna_roofs_92"},
             {"id": "c", "country": "US", "body": "Call (775) 555-0123, write to anna.b@mail.example or telegram @anna_roofs_92"},
             {"id": "d", "country": "US", "body": "775.555.0123 pay to GB29 NWBK 6016 1331 9268 19 or 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
             {"id": "e", "country": "FR", "body": "Appelez le 06 39 98 00 12, paiement 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
             {"id": "f", "country": "FR", "body": "zero six 39 98 00 12, IBAN GB29NWBK60161331926819"}]
    (s.folder / "masked.jsonl").write_text("\n".join(json.dumps(p) for p in posts))
    maillon = commands(s)
    maillon("import", "masked", "masked.jsonl")
    maillon("link", "masked")
    known = known_selectors(s, "masked")
    check(set(known) == {"phone", "email", "handle", "wallet", "iban"}, str(known))
    maillon("note", "masked", "N-1", "--text", "She answers 07400 123 456; the mail is anna.b@mail.example")
    maillon("label", "masked", "N-1", "anna_roofs_92")
    maillon("search", "masked", "+447400123456", "--save", "her phone", "--watch")
    for name, role in (("looker", "viewer"), ("worker", "analyst"), ("second", "reviewer")):
        maillon("people", "add", name, "--dir", "people", text=PASSWORD + "\n")
        maillon("people", "role", name, "masked", role, "--dir", "people")
    office = Server(s.program, s.folder, "masked", "--people", "people")
    try:
        looker, worker, second = ({**log_in(office, name), "Content-Type": "application/json"}
                                  for name in ("looker", "worker", "second"))
        get = lambda who, path: office.ask("GET", path, headers=who, token=None)
        ids = set(re.findall(r'"([NPST]-[0-9a-f]+)"', "".join(get(worker, p).bytes.decode() for p in
                  ("/api/networks", "/api/search?q=call", "/api/show/N-1", "/api/networks/N-1/links"))))
        ids = sorted(ids | {t for i in ids for t in re.findall(r'"([NPST]-[0-9a-f]+)"', get(worker, "/api/show/" + i).bytes.decode())})
        paths = ["/api/case", "/api/events", "/api/networks", "/api/near-misses", "/api/history", "/api/searches", "/api/mappings",
                 "/api/quarantine", "/api/indicators", "/api/requests", "/api/search?q=call", "/api/search?q=%2B447400123456",
                 "/api/networks/N-1/links", "/api/networks/N-1/posts", "/api/graph/N-1", "/api/timeline/N-1",
                 "/api/graph/N-1?expand=" + ",".join(i + ":post" for i in ids if i[0] == "S")]
        paths += [f"/api/show/{i}" for i in ids] + [f"/api/networks/{i}/{part}" for i in ids if i[0] == "N" for part in ("links", "posts")]
        links = get(worker, "/api/networks/N-1/links").json["links"]
        paths += [f"/api/explain?a={link['a']['id']}&b={link['b']['id']}" for link in links]
        # Nothing is masked for the analyst, so the walk would find what is not masked for the viewer.
        seen = {v for path in paths for v in selectors_in(get(worker, path).bytes.decode(), known)}
        check(seen == {v for values in known.values() for v in values}, f"the walk does not come by {known} {seen}")
        for path in paths:
            reply, plain = get(looker, path), get(worker, path)
            check(reply.status == plain.status == 200, f"{path}: {reply.status}")
            stays = selectors_in(json.dumps(reply.json, ensure_ascii=False) if reply.json else reply.bytes.decode(), known)
            check(not stays, f"{path}: a viewer reads {stays}: {reply.bytes[:3000]}")
        batch = office.ask("POST", "/api/search/batch", {"values": ["+44 7400 123456"]}, looker, token=None)
        check(batch.status == 200 and not selectors_in(batch.bytes.decode(), known), "batch")
        many = office.ask("POST", "/api/search/batch", {"values": [f"+4474001234{n}" for n in range(10, 61)]}, looker, token=None)
        check(many.status == 400 and b"50" in many.bytes, "a viewer may look up a list of guesses")
        guesses = [{"uuid": f"{n}", "type": "phone-number", "value": f"+4474001234{n}"} for n in range(10, 61)]
        for some, status in ((guesses, 400), (guesses[:9], 200)):
            body = {"document": json.dumps({"Event": {"Attribute": some}})}
            reply = office.ask("POST", "/api/search/batch", body, looker, token=None)
            check(reply.status == status and not selectors_in(reply.bytes.decode(), known), f"a document: {reply.bytes[:200]}")
        for guess in ("744*", "07400*", "body:744*", "picture:744*"):
            path = "/api/search?q=" + urllib.parse.quote(guess)
            check(get(looker, path).status == 400 and get(worker, path).status == 200, f"{guess}: {get(looker, path).status}")
        # In the texts each byte stands where it stood.
        post = [i for i in ids if i[0] == "P"][0]
        masked, plain = get(looker, f"/api/show/{post}").json, get(worker, f"/api/show/{post}").json
        text, whole = masked["fields"]["body"], plain["fields"]["body"]
        check(len(text.encode()) == len(whole.encode()) and masked["post"]["id"] == plain["post"]["id"], "the text moved")
        check("*" in text and text.split()[0] == whole.split()[0], text)

        # One with a reason, which is logged; all of them with a second person.
        one = [i for i in ids if i[0] == "S" and get(worker, "/api/show/" + i).json["selector"]["kind"] == "phone"][0]
        unmask = lambda body: office.ask("POST", f"/api/selectors/{one}/unmask", body, looker, token=None)
        check(unmask({}).status == 400 and unmask({"reason": " "}).status == 400, "unmasked without a reason")
        check(unmask({"reason": "to call the hotline back"}).json["value"] in known["phone"], "not the value")
        logged = json.loads(maillon("log", "masked", "--action", "unmask", "--json"))["entries"]
        check([(e["actor"], e["detail"]["what"]) for e in logged] == [("looker", one)], str(logged))
        check(selectors_in(get(looker, f"/api/show/{one}").bytes.decode(), known) == set(), "one opened all")
        check(get(looker, "/api/case").json["masked"] and not get(worker, "/api/case").json["masked"], "masked?")
        number = office.ask("POST", "/api/unmask", {"reason": "comparing with the file"}, looker, token=None).json["request"]
        check(selectors_in(get(looker, "/api/show/N-1").bytes.decode(), known) == set(), "before anybody agreed")
        check(office.ask("POST", f"/api/requests/{number}/confirm", {}, second, token=None).status == 200, "confirm")
        check(selectors_in(get(looker, "/api/show/N-1").bytes.decode(), known) != set(), "still masked")
        check(not get(looker, "/api/case").json["masked"], "masked after all")
        s.used |= office.used
    finally:
        office.process.kill()
        office.process.wait()
