/** The console's program: which page, what it asks, how often, and what is told when nobody answers. */
import { clock, element } from "./elements.js";
import { history, names, nodes, service, services } from "./views.js";

const EVERY_MILLIS = 2000;
const TOKEN = "drover-token";

class NoToken extends Error {}

class Missing extends Error {}

/** A page: what it asks for beside the status, how often at most, and how it shows that. */
const PAGES = {
  services: { asks: () => ["/v1/catalog"], shows: services },
  service: {
    asks: (name) => {
      const asked = `service=${encodeURIComponent(name)}`;
      return [`/v1/explain?${asked}&most=200`, `/v1/registrations?${asked}`];
    },
    shows: service,
  },
  nodes: { asks: () => ["/v1/members", "/v1/agreement"], shows: nodes },
  names: { asks: () => [], shows: names },
  history: { asks: () => ["/v1/history"], shows: history },
};

const main = document.getElementById("main");
let round = 0;
let timer = 0;
let shown = "";
let heard = null;

/** The token comes behind the # of the link that drover console prints; it stays in this tab alone. */
function takeToken() {
  const brought = /^#token=([^&/]+)(.*)$/.exec(location.hash);
  if (brought) {
    sessionStorage.setItem(TOKEN, decodeURIComponent(brought[1]));
    window.history.replaceState(null, "", `${location.pathname}#${brought[2].replace(/^&/, "") || "/services"}`);
  }
}

async function ask(path) {
  const answer = await fetch(path, {
    headers: { Authorization: `Bearer ${sessionStorage.getItem(TOKEN) ?? ""}` },
    cache: "no-store",
    signal: AbortSignal.timeout(15000),
  });
  if (answer.status === 401) {
    throw new NoToken();
  }
  if (answer.status === 404) {
    throw new Missing((await answer.json()).detail);
  }
  if (!answer.ok) {
    throw new Error((await answer.json().catch(() => ({}))).detail ?? `the node answers ${answer.status}`);
  }
  return answer.json();
}

/** What is not there is null: a node for itself has no agreement, a registered service no place on the board. */
function askIfThere(path) {
  return ask(path).catch((e) => {
    if (e instanceof Missing) {
      return null;
    }
    throw e;
  });
}

function where() {
  const [, page = "services", name] = location.hash.split("/");
  if (page === "services" && name) {
    return { page: "service", name: decodeURIComponent(name) };
  }
  return { page: PAGES[page] ? page : "services", name: "" };
}

async function refresh() {
  clearTimeout(timer);
  const mine = ++round;
  if (!document.hidden) {
    await show(mine);
  }
  if (mine === round) {
    timer = setTimeout(refresh, EVERY_MILLIS);
  }
}

async function show(mine) {
  const at = where();
  const page = PAGES[at.page];
  mark(at.page);
  try {
    const facts = await Promise.all([ask("/v1/status"), ...page.asks(at.name).map(askIfThere)]);
    if (mine !== round) {
      return;
    }
    heard = new Date().toISOString();
    head(facts[0]);
    main.classList.remove("old");
    put(JSON.stringify([at, facts]), () => page.shows(at.name, ...facts));
  } catch (e) {
    if (mine === round) {
      fail(e);
    }
  }
}

/** Only what has changed is drawn: a selection, the place one reads and an opened fold stay. */
function put(now, make) {
  if (now === shown) {
    return;
  }
  const open = [...main.querySelectorAll("details")].map((d) => d.open);
  const typed = main.querySelector("input.filter");
  const focused = typed !== null && document.activeElement === typed;
  const same = main.dataset.at === location.hash;
  shown = now;
  main.replaceChildren(make());
  main.dataset.at = location.hash;
  if (same) {
    main.querySelectorAll("details").forEach((d, i) => (d.open = open[i] ?? d.open));
    const filter = main.querySelector("input.filter");
    if (filter !== null && typed !== null) {
      filter.value = typed.value;
      filter.dispatchEvent(new Event("input"));
      if (focused) {
        filter.focus();
        filter.setSelectionRange(typed.selectionStart, typed.selectionEnd);
      }
    }
  }
}

function mark(page) {
  for (const link of document.querySelectorAll("nav a")) {
    const here = link.getAttribute("href") === `#/${page === "service" ? "services" : page}`;
    here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
}

/** The node in a line, and what somebody should know whatever page he looks at. */
function head(status) {
  document.title = `${status.node} - Drover`;
  const model = status.model ? `generation ${status.model.generation}` : "no model";
  document.getElementById("node").textContent = `${status.node} in ${status.cluster}, ${model}, Drover ${status.version}`;
  document.getElementById("age").textContent = `as of ${clock(heard)}`;
  const alarms = [];
  if (!status.readiness.ready) {
    alarms.push(["bad", `This node is not ready: ${status.readiness.why}`]);
  }
  if (status.model?.confirmBy) {
    alarms.push(["warn", `What runs is put back at ${clock(status.model.confirmBy)} unless drover confirm is run.`]);
  }
  if (status.registry?.staleSince) {
    alarms.push(["bad", `The registry cannot be written since ${clock(status.registry.staleSince)}; what was known then is still served.`]);
  }
  if (status.registry?.trouble) {
    alarms.push(["warn", `The registry: ${status.registry.trouble} (since ${clock(status.registry.troubleSince)})`]);
  }
  if (status.agreement?.silentSince) {
    alarms.push(["warn", `Nothing can be agreed on since ${clock(status.agreement.silentSince)}; what runs goes on.`]);
  }
  for (const site of status.registry?.sites ?? []) {
    if (site.silentSince) {
      alarms.push(["warn", `Site ${site.name} is not heard since ${clock(site.silentSince)}.`]);
    }
  }
  tell(alarms);
}

function tell(alarms) {
  const text = JSON.stringify(alarms);
  const box = document.getElementById("alarms");
  if (box.dataset.told !== text) {
    box.dataset.told = text;
    box.replaceChildren(...alarms.map(([kind, words]) => element("div", { class: `alarm ${kind}` }, words)));
  }
}

/** What was shown last stays, and is marked as old. */
function fail(e) {
  if (e instanceof NoToken) {
    askForToken();
    return;
  }
  const why = e instanceof TypeError || e.name === "TimeoutError" ? "the node does not answer" : e.message;
  document.getElementById("age").textContent = "";
  tell([["bad", heard ? `Not heard since ${clock(heard)}: ${why}. What stands below is from then.` : `Nothing heard yet: ${why}.`]]);
  main.classList.toggle("old", heard !== null);
}

function askForToken() {
  tell([]);
  put("token", () => {
    const field = element("input", { type: "password", id: "token", autocomplete: "off", "aria-label": "token", required: true });
    const form = element("form", { class: "token" }, field, element("button", {}, "Open"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sessionStorage.setItem(TOKEN, field.value.trim());
      shown = "";
      refresh();
    });
    const wrong = sessionStorage.getItem(TOKEN) ? element("p", { class: "bad" }, "The node does not know this token.") : null;
    return element("section", {},
      element("h1", {}, "A token is needed"),
      element("p", {}, "On the node, ", element("code", {}, "drover console"), " prints a link that brings it along. It is in the file ",
        element("code", {}, "console.token"), " of the data folder, and opens nothing but what is shown here."),
      wrong,
      form);
  });
}

takeToken();
window.addEventListener("hashchange", () => {
  takeToken();
  refresh();
});
document.addEventListener("visibilitychange", () => document.hidden || refresh());
refresh();
