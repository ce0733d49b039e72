/** The pages: each makes an element of what the admin API tells. */
import { ago, clock, count, element, since, state, table, under, words } from "./elements.js";

/** Rows that a browser draws at once without delay. */
const MOST_ROWS = 300;

const MODES = { normal: "good", floor: "warn", "all down": "bad", empty: "warn" };
const MEASURED = { up: "good", down: "bad", ejected: "bad", unknown: "quiet" };
const SERVED = { in: "good", out: "bad", draining: "warn" };
const CHECKED = { passing: "good", warning: "warn", critical: "bad" };
const PARTS = {
  LEADER: "good", FOLLOWER: "good", CLIENT: "good", ALONE: "good", JOINING: "warn", WAITING: "warn", LEADERLESS: "bad",
  STRANGER: "bad", MISSING: "bad", GONE: "bad", LEFT: "quiet",
};
const RUNS = { RUNS: "good", WAITS: "warn", CANNOT: "bad", AWAY: "quiet" };
const WORST_FIRST = ["bad", "warn", "quiet", "good"];

function link(name) {
  return element("a", { href: `#/services/${encodeURIComponent(name)}` }, name);
}

function tally(lines) {
  const of = (test) => lines.filter(test).length;
  const down = of((i) => i.measured === "down" || i.measured === "ejected");
  return { all: lines.length, served: of((i) => i.served === "in"), down, wished: of((i) => i.intent !== "in service") };
}

/** A service that works with some of its instances is not all well. */
function modeKind(mode, down) {
  return mode === "normal" && down > 0 ? "warn" : (MODES[mode] ?? "quiet");
}

/** All services: those of the model with what the board says, and names that only the catalog has. */
export function services(_, status, catalog) {
  const listed = new Map((catalog ?? []).map((c) => [c.service, c]));
  const rows = status.services.map((s) => {
    const t = tally(s.instances);
    const kind = modeKind(s.mode, t.down);
    const parts = [s.why, t.down ? `${t.down} down` : "", t.wished ? `${t.wished} taken out or forced` : ""];
    const here = listed.get(s.name);
    listed.delete(s.name);
    return { name: s.name, kind, cells: [
      link(s.name), under(state(s.mode, kind), parts.filter(Boolean).join("; ")),
      { number: t.served }, { number: t.all }, catalogWords(here), (here?.tags ?? []).join(", "),
    ] };
  });
  for (const c of listed.values()) {
    const kind = c.critical ? "bad" : c.warning ? "warn" : "good";
    const word = c.critical === c.instances ? "critical" : c.critical || c.warning ? "partly passing" : "passing";
    rows.push({ name: c.service, kind: c.critical && c.critical < c.instances ? "warn" : kind, cells: [
      link(c.service), under(state(word, c.critical && c.critical < c.instances ? "warn" : kind), "in the catalog only"),
      { number: "" }, { number: "" }, catalogWords(c), c.tags.join(", "),
    ] });
  }
  rows.sort((a, b) => WORST_FIRST.indexOf(a.kind) - WORST_FIRST.indexOf(b.kind) || a.name.localeCompare(b.name));
  const heads = ["service", "state", { number: "served" }, { number: "instances" }, "in the catalog", "tags"];
  const filter = element("input", { class: "filter", type: "search", placeholder: "name or tag", "aria-label": "name or tag" });
  const list = element("div", {});
  const fill = () => {
    const wanted = filter.value.trim().toLowerCase();
    const those = rows.filter((r) => !wanted || `${r.name} ${r.cells[5]}`.toLowerCase().includes(wanted));
    list.replaceChildren(
      table(heads, those.slice(0, MOST_ROWS).map((r) => r.cells), wanted ? "Nothing has this name or tag." : "No service is declared or registered."),
      those.length > MOST_ROWS ? element("p", { class: "dim" }, `The worst ${MOST_ROWS} of ${those.length}; type to find others.`) : "");
  };
  filter.addEventListener("input", fill);
  fill();
  return element("section", {}, element("h1", {}, "Services"), filter, list);
}

function catalogWords(c) {
  if (!c) {
    return element("span", { class: "dim" }, "not listed");
  }
  const parts = [`${c.passing} of ${c.instances} passing`];
  if (c.warning) {
    parts.push(`${c.warning} warning`);
  }
  if (c.critical) {
    parts.push(`${c.critical} critical`);
  }
  return parts.join(", ");
}

/** One service: what decides, each instance with its three fields, what the catalog has, what happened. */
export function service(name, status, told, registrations) {
  const back = element("p", { class: "small" }, element("a", { href: "#/services" }, "all services"));
  if (told === null && registrations.length === 0) {
    return element("section", {}, back, element("h1", {}, name), element("p", {}, "Nothing is declared or registered under this name."));
  }
  const parts = [back, element("h1", {}, name)];
  if (told === null) {
    parts.push(element("p", {}, "In the catalog only: no service of the model serves it. ",
      element("code", {}, `services: { ${name}: { instances: registered } }`), " or ", element("code", {}, "registry: { import: \"*\" }"), " would."));
  } else {
    parts.push(...board(told));
  }
  parts.push(element("h2", {}, "In the catalog"), inCatalog(told?.registrations ?? registrations));
  if (told !== null) {
    parts.push(element("h2", {}, "What happened"), timeline(told.timeline));
  }
  return element("section", {}, parts);
}

function board(told) {
  const rows = told.instances.map(({ line, evidence, planes }) => [
    under(element("span", { class: "mono" }, line.name), line.name === line.address ? "" : line.address),
    under(state(line.measured, MEASURED[line.measured] ?? "quiet"), element("span", {}, `${clock(line.measuredSince)}, ${line.reason}`)),
    under(state(line.intent, line.intent === "in service" ? "good" : "warn"),
      [`by ${line.intentBy}`, line.intentReason].filter(Boolean).join(": ")),
    under(state(line.served, SERVED[line.served] ?? "quiet"), line.servedWhy),
    { number: line.inFlight },
    element("details", {}, element("summary", {}, "why"), evidenceOf(evidence, planes)),
  ]);
  const left = told.tally.instances - told.instances.length;
  return [
    element("p", {}, state(told.mode, modeKind(told.mode, told.tally.down)), " ", told.why, " ",
      element("span", { class: "dim" }, `${told.tally.served} of ${count(told.tally.instances, "instance", "instances")} served`)),
    table(["instance", "measured", "intent", "served", { number: "in flight" }, ""], rows, left ? "All are up and served." : "It has no instances."),
    left > 0 ? element("p", { class: "dim" }, `${left} more are not shown; drover explain ${told.service} tells of all.`) : null,
    element("details", {}, element("summary", {}, "What decides"),
      element("dl", {}, told.thresholds.flatMap((f) => [element("dt", {}, f.name), element("dd", {}, f.value)]))),
  ];
}

function evidenceOf(evidence, planes) {
  return element("dl", { class: "small" },
    evidence.flatMap((f) => [element("dt", {}, f.name), element("dd", {}, f.value)]),
    planes.flatMap((p) => [element("dt", {}, p.plane), element("dd", {}, [p.verdict, p.detail, `generation ${p.generation}`].filter(Boolean).join(", "))]));
}

function inCatalog(registrations) {
  const rows = registrations.map((r) => [
    under(element("span", { class: "mono" }, r.id), r.note),
    r.node,
    element("span", { class: "mono" }, r.address),
    r.by === "drover" ? "declared" : "by itself",
    element("div", {}, r.checks.map((c) => under(state(c.status, CHECKED[c.status] ?? "quiet"), words(`${c.name || c.id}${c.output ? `: ${c.output}` : ""}`)))),
  ]);
  return table(["id", "node", "address", "registered", "checks"], rows, "The catalog lists nothing under this name.");
}

function timeline(moments) {
  const rows = moments.toReversed().map((m) => [
    element("span", { title: m.at, class: "mono" }, clock(m.at)),
    m.instance,
    `${m.what} ${m.from}${m.from && m.to ? " → " : " "}${m.to}`,
    m.why,
  ]);
  return table(["at", "instance", "what", "why"], rows, "Nothing has changed since this node started.");
}

/** Who keeps the registry, who runs which model, where this node listens, and what is heard of other sites. */
export function nodes(_, status, roster, agreement) {
  const rows = roster.members.map((m) => [
    under(m.name || "(not in the file)", m.address),
    state(m.part.toLowerCase(), PARTS[m.part] ?? "quiet"),
    m.votes ? "votes" : "",
    { number: m.runs || "" },
    m.since ? since(m.since) : "",
    m.version,
  ]);
  const votes = roster.votes
    ? `${roster.votes.present} of ${count(roster.votes.all, "vote", "votes")} present, ${roster.votes.needed} needed: `
      + (roster.votes.bears < 0 ? "nothing can be written" : `${roster.votes.bears} more may be lost`)
    : "";
  const parts = [element("h1", {}, "Nodes"), votes ? element("p", {}, votes) : null,
    ...roster.advice.map((a) => element("p", {}, element("strong", {}, a.what), ": ", a.fix)),
    table(["node", "part", "", { number: "runs" }, "", "version"], rows, "No registry runs here: this node is for itself.")];
  if (agreement) {
    parts.push(element("h2", {}, `Generation ${agreement.generation}, by ${agreement.author}, ${clock(agreement.at)}`),
      table(["node", "state", { number: "runs" }, "as it said", "why"], agreement.nodes.map((n) => [
        n.node, state(n.state.toLowerCase(), RUNS[n.state] ?? "quiet"), { number: n.runs || "" }, n.heard ? `${ago(n.heard)} ago` : "never",
        n.problems.join("\n"),
      ]), "No node is known."));
  }
  parts.push(element("h2", {}, `${status.node} listens`), table(["name", "protocol", "address"], status.listeners.map((l) => [
    l.name, l.protocol, element("span", { class: "mono" }, l.address),
  ]), "The file declares no listener."));
  const sites = status.registry?.sites ?? [];
  if (sites.length) {
    parts.push(element("h2", {}, "Other sites"),
      table(["site", "state", "node", { number: "services" }, { number: "up" }, { number: "instances" }], sites.map((s) => [
        s.name, under(state(s.silentSince ? "silent" : "heard", s.silentSince ? "bad" : "good"), s.silentSince ? `since ${clock(s.silentSince)} ${s.trouble}` : s.trouble),
        s.node, { number: s.services }, { number: s.up }, { number: s.instances },
      ]), ""));
  }
  return element("section", {}, parts);
}

/** What the names are asked. */
export function names(_, status) {
  const n = status.names;
  const parts = [element("h1", {}, "Names")];
  if (n) {
    parts.push(element("dl", {},
      element("dt", {}, "zones"), element("dd", {}, String(n.zones)),
      element("dt", {}, "discovery"), element("dd", {}, n.domains.join(", ") || "none"),
      element("dt", {}, "asked"), element("dd", {}, `${n.perSecond.toFixed(1)} per second in the last ten, ${n.answered} answered since the start, ${n.dropped} dropped`),
      Object.entries(n.shares).flatMap(([code, share]) => [element("dt", {}, code), element("dd", {}, `${(share * 100).toFixed(1)} %`)]),
      n.staleSince ? [element("dt", {}, "old"), element("dd", { class: "bad" }, `the catalog is of ${clock(n.staleSince)}`)] : [],
      n.copies.filter((c) => !c.answered || c.trouble).flatMap((c) => [element("dt", {}, c.zone), element("dd", { class: "bad" },
        (c.answered ? `answers with serial ${c.serial} until ${clock(c.expires)}` : c.serial === null ? "has not come" : "is too old") + (c.trouble ? `; since ${clock(c.troubleSince)}: ${c.trouble}` : ""))])),
      element("p", { class: "dim" }, "What a name is answered, and why: ", element("code", {}, "drover dns explain NAME --client IP")));
  } else {
    parts.push(element("p", {}, "This node answers for no names: no listener has the protocol dns."));
  }
  return element("section", {}, parts);
}

/** Models, newest first. */
export function history(_, status, versions) {
  const rows = (versions ?? []).map((v) => [
    { number: v.generation },
    v.running ? state(v.confirmBy ? "waits to be confirmed" : "runs", v.confirmBy ? "warn" : "good") : "",
    element("span", { title: v.at }, clock(v.at)), v.author, v.how, element("span", { class: "mono" }, v.file),
  ]);
  return element("section", {}, element("h1", {}, "Applied models"),
    table([{ number: "generation" }, "", "at", "by", "how", "file"], rows, "No model was applied yet."),
    element("p", { class: "dim" }, "Back to an earlier one: ", element("code", {}, "drover rollback GENERATION")));
}
