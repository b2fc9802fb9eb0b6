"""The test of serve.py about what a case is kept for and how long: purpose, clock, holds, and what goes for good
from the page. serve.py runs it.
"""
from server import PASSWORD, Server, check, commands, log_in, wait_for_job


def test_terms_and_purge(s):
    """What is due or named is said before it goes; a hold wins; a second person and the right role are asked for."""
    maillon = commands(s)

    def post_line(name):
        return f'{{"id":"{name}","source":"board","body":"Canary {name}, call +1 775 555 0102"}}\n'
    maillon("import", "terms", "-", text=post_line("a") + post_line("b") + post_line("c"))
    maillon("import", "terms", "-", text=post_line("d") + post_line("e"))
    maillon("link", "terms")
    maillon("four-eyes", "terms", "export")
    for name, role in (("keeper", "reviewer"), ("witness", "reviewer"), ("reader", "analyst")):
        maillon("people", "add", name, "--dir", "people", text=PASSWORD + "\n")
        maillon("people", "role", name, "terms", role, "--dir", "people")
    office = Server(s.program, s.folder, "terms", "--people", "people")
    try:
        def person(name):
            headers = {**log_in(office, name), "Content-Type": "application/json"}

            def ask(method, path, body=None, status=200):
                reply = office.ask(method, "/api" + path, body, headers, token=None)
                check(reply.status == status, f"{path} {body}: {reply.status} {reply.bytes[:200]}")
                return reply
            return ask
        keeper, witness, reader = person("keeper"), person("witness"), person("reader")
        get = lambda path: keeper("GET", path)

        def purge(status=200, **body):
            keeper("POST", "/purge", body, status)
            return wait_for_job(get)
        offers = lambda who: who("GET", "/case").json["offers"]
        check("keep" in offers(keeper) and "keep" not in offers(reader) and "purpose" in offers(reader), str(offers(reader)))
        for path, body in (("/retention", {"days": 3}), ("/hold", {"on": True, "reason": "x"}), ("/purge", {})):
            reader("POST", path, body, 403)

        stated = reader("POST", "/purpose", {"purpose": "inquiry 12", "legal_basis": "order 7"}).json
        check(stated["purpose"]["text"] == "inquiry 12" and stated["legal_basis"]["actor"] == "reader", str(stated))
        reader("POST", "/purpose", {}, 400)
        clock = keeper("POST", "/retention", {"days": 30, "import": 1}).json
        check([(one["import"], one["days"]) for one in clock["retention"]] == [(1, 30), (2, 0)], str(clock))
        for body, status in (({}, 400), ({"days": -1}, 400), ({"days": "3"}, 400), ({"days": 99_999}, 400), ({"days": 1, "import": 9}, 404)):
            keeper("POST", "/retention", body, status)
        keeper("POST", "/hold", {"on": True, "import": 1}, 400)  # without a reason
        keeper("POST", "/hold", {"reason": "x"}, 400)
        keeper("POST", "/hold", {"on": True, "import": 1, "reason": "trial"})
        check(get("/case").json["retention"][0]["held"], "not on hold")

        job = purge(imports=[1])
        check(job["state"] == "failed" and "on hold" in job["error"], str(job))
        keeper("POST", "/hold", {"on": False, "import": 1, "reason": "judgment"})
        plan = purge()["result"]["purge"]
        check(not plan["done"] and plan["imports"] == [], f"nothing is due: {plan}")
        plan = purge(imports=[1])["result"]["purge"]
        check(not plan["done"] and plan["imports"][0]["records"] == 3 and get("/case").json["posts"] == 5, str(plan))
        purge(400, imports=[1], yes=True)  # without a reason
        for body in ({"imports": ["1"]}, {"imports": 1}, {"imports": [-1]}, {"posts": [1]}):
            purge(400, **body)
        job = purge(imports=[1], posts=["board:d"])
        check(job["state"] == "failed", str(job))

        gone = purge(posts=["board:d"], yes=True, reason="asked for by the person")["result"]["purge"]
        check(gone["done"] and gone["posts"] == ["board:d"], str(gone))
        case = get("/case").json
        check(case["fresh"] is False and case["posts"] == 0, f"it is shown still: {case['posts']} posts, {case['stale']}")
        keeper("POST", "/link", {}, 403)
        reader("POST", "/link", {})
        check(wait_for_job(get)["state"] == "done" and get("/case").json["posts"] == 4, "after the link")
        check(get("/search?q=canary").json["total"] == 4, "it is found still")

        maillon("four-eyes", "terms", "export", "purge")
        plan = purge(imports=[1], yes=True, reason="retention")["result"]["purge"]
        check(not plan["done"] and plan["request"] > 0, str(plan))
        keeper("POST", f"/requests/{plan['request']}/confirm", {}, 400)
        witness("POST", f"/requests/{plan['request']}/confirm", {})
        gone = purge(imports=[1], yes=True, reason="retention")["result"]["purge"]
        check(gone["done"] and gone["act"] > 0, str(gone))
        check([one["purged"] for one in get("/case").json["imports"]] == [True, False], "the imports")
        maillon("verify", "terms")
        s.used |= office.used
    finally:
        office.process.kill()
        office.process.wait()
