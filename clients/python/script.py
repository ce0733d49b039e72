"""The script by python-consul: PORT HEALTH-URL, facts go to the standard output."""
import sys
import threading
import time

import consul
from consul.base import CB

PORT, HEALTH_URL = int(sys.argv[1]), sys.argv[2]


def client():
    return consul.Consul("127.0.0.1", PORT)


c = client()


def say(what, value):
    if isinstance(value, bool):
        value = "true" if value else "false"
    sys.stdout.buffer.write(f"{what}: {value}\n".encode())


def words(values):
    return " ".join(sorted(values)) or "none"


def until(wanted, ask):
    """What it is in the end: an agent tells the catalog a moment later."""
    last = ask()
    for _ in range(100):
        if last == wanted:
            break
        time.sleep(0.1)
        last = ask()
    return last


def put(path):
    """What this client asks by GET, which Consul refuses since its version 1.0."""
    assert c.http.get(CB.bool(), path) is False, path + " by GET"
    assert c.http.put(CB.bool(), path), path


def ids(told):
    return words(entry["Service"]["ID"] for entry in told[1])


def passing(**more):
    return ids(c.health.service("web", passing=True, **more))


def services():
    own = c.agent.self()["Config"]["NodeName"]
    say("the agent is a node of the catalog", "yes" if own in [n["Node"] for n in c.catalog.nodes()[1]] else "no")
    c.agent.service.register(
        "web", service_id="web-1", address="127.0.0.1", port=8081, tags=["v1", "blue"], check=consul.Check.ttl("60s"))
    c.agent.service.register(
        "web", service_id="web-2", address="127.0.0.1", port=8082, tags=["v1"],
        check=consul.Check.http(HEALTH_URL, "1s", timeout="1s"))
    say("services of the agent", words(c.agent.services()))
    say("passing once asked by HTTP", until("web-2", passing))
    put("/v1/agent/check/pass/service:web-1")
    say("passing once web-1 said so", until("web-1 web-2", passing))
    say("passing with the tag blue", passing(tag="blue"))
    say("tags in the catalog", until("blue v1", lambda: words(c.catalog.services()[1].get("web", []))))
    say("instances in the catalog", words(
        f"{s['ServiceID']}@{s['ServiceAddress']}:{s['ServicePort']}" for s in c.catalog.service("web")[1]))
    put("/v1/agent/check/fail/service:web-1")
    say("passing once web-1 said that it fails", until("web-2", passing))
    say("checks of web-1", until("critical", lambda: words(
        check["Status"] for check in c.health.checks("web")[1] if check["ServiceID"] == "web-1")))


def value(key):
    found = c.kv.get(key)[1]
    return "none" if found is None else found["Value"].decode()


def keys():
    say("put", c.kv.put("client/name", "drover"))
    first = c.kv.get("client/name")[1]
    say("got", first["Value"].decode())
    say("what is not there", value("client/nothing"))
    say("created though it is there", c.kv.put("client/name", "created", cas=0))
    say("changed at its index", c.kv.put("client/name", "changed", cas=first["ModifyIndex"]))
    say("changed at an old index", c.kv.put("client/name", "old", cas=first["ModifyIndex"]))
    say("got after both", value("client/name"))
    c.kv.put("client/text", "žluťoučký ✓".encode())
    say("with other letters", value("client/text"))
    c.kv.put("client/a", "a")
    say("keys", words(c.kv.get("client/", keys=True)[1]))
    say("values", words(v["Value"].decode() for v in c.kv.get("client/", recurse=True)[1]))
    c.kv.delete("client/a")
    say("a key that is deleted", value("client/a"))
    c.kv.delete("client/", recurse=True)
    say("keys once all are deleted", words(c.kv.get("client/", keys=True)[1] or []))


def sessions():
    first = c.session.create("lease", ttl=10, lock_delay=0)
    second = c.session.create("other", ttl=10, lock_delay=0)
    say("session", c.session.info(first)[1]["Name"])
    say("renewed", c.session.renew(first)["Name"])
    say("the first takes the lock", c.kv.put("client/lock", "held", acquire=first))
    say("the second takes the lock", c.kv.put("client/lock", "held", acquire=second))
    holder = c.kv.get("client/lock")[1].get("Session")
    say("holder", "the first" if holder == first else holder)
    say("the first gives it back", c.kv.put("client/lock", "free", release=first))
    say("the second takes it now", c.kv.put("client/lock", "held", acquire=second))
    c.session.destroy(second)
    say("holder once that session has ended", c.kv.get("client/lock")[1].get("Session", "none"))
    say("session once it has ended", c.session.info(second)[1] or "none")
    c.session.destroy(first)


def in_background(ask):
    """A thread with a connection of its own, and a way to wait for what it brings."""
    brought = []
    thread = threading.Thread(target=lambda: brought.append(ask(client())), daemon=True)
    thread.start()
    time.sleep(0.3)  # so that it waits by now

    def wait():
        thread.join(10)
        return brought[0] if brought else "nothing within ten seconds"
    return wait


def watch_service(c2, wanted):
    """A few answers may come that changed nothing: a watch promises no more."""
    index, last = None, ""
    for _ in range(5):
        told = c2.health.service("web", passing=True, index=index, wait="30s")
        index, last = told[0], ids(told)
        if last == wanted:
            break
    return last


def watches():
    c.kv.put("client/watched", "old")
    index = c.kv.get("client/watched")[0]
    say("nothing changed within a second", c.kv.get("client/watched", index=index, wait="1s")[1]["Value"].decode())
    told = in_background(lambda c2: c2.kv.get("client/watched", index=index, wait="30s")[1]["Value"].decode())
    c.kv.put("client/watched", "new")
    say("the watcher of a key is told", told())
    told = in_background(lambda c2: watch_service(c2, "web-1 web-2"))
    put("/v1/agent/check/pass/service:web-1")
    say("the watcher of a service is told", told())


def end():
    put("/v1/agent/service/deregister/web-1")
    put("/v1/agent/service/deregister/web-2")
    say("passing once both are deregistered", until("none", passing))
    say("services of the agent at the end", words(c.agent.services()))
    c.kv.delete("client/", recurse=True)


services()
keys()
sessions()
watches()
end()
