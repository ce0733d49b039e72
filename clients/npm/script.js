// The script by npm's consul: PORT HEALTH-URL, facts go to the standard output.
'use strict';

const loaded = require('consul');

const Consul = loaded.default ?? loaded;
const [port, healthUrl] = process.argv.slice(2);
const consul = new Consul({ host: '127.0.0.1', port: Number(port) });

const say = (what, value) => console.log(`${what}: ${value}`);
const words = (values) => values.sort().join(' ') || 'none';
// This client tells an answer of false as undefined.
const done = (told) => told ?? false;
const pause = (milliseconds) => new Promise((over) => setTimeout(over, milliseconds));

// What it is in the end: an agent tells the catalog a moment later.
async function until(wanted, ask) {
  let last = await ask();
  for (let i = 0; i < 100 && last !== wanted; i++) {
    await pause(100);
    last = await ask();
  }
  return last;
}

const ids = (told) => words(told.map((entry) => entry.Service.ID));
const passing = async (more = {}) => ids(await consul.health.service({ service: 'web', passing: true, ...more }));

async function services() {
  const own = (await consul.agent.self()).Config.NodeName;
  const nodes = (await consul.catalog.node.list()).map((node) => node.Node);
  say('the agent is a node of the catalog', nodes.includes(own) ? 'yes' : 'no');
  const web = { name: 'web', address: '127.0.0.1' };
  await consul.agent.service.register(
    { ...web, id: 'web-1', port: 8081, tags: ['v1', 'blue'], check: { ttl: '60s' } });
  await consul.agent.service.register(
    { ...web, id: 'web-2', port: 8082, tags: ['v1'], check: { http: healthUrl, interval: '1s', timeout: '1s' } });
  say('services of the agent', words(Object.keys(await consul.agent.service.list())));
  say('passing once asked by HTTP', await until('web-2', passing));
  await consul.agent.check.pass({ id: 'service:web-1', note: 'well' });
  say('passing once web-1 said so', await until('web-1 web-2', passing));
  say('passing with the tag blue', await passing({ tag: 'blue' }));
  say('tags in the catalog', await until('blue v1', async () => words((await consul.catalog.service.list()).web ?? [])));
  const instances = await consul.catalog.service.nodes('web');
  say('instances in the catalog',
    words(instances.map((s) => `${s.ServiceID}@${s.ServiceAddress}:${s.ServicePort}`)));
  await consul.agent.check.fail({ id: 'service:web-1', note: 'ill' });
  say('passing once web-1 said that it fails', await until('web-2', passing));
  say('checks of web-1', await until('critical', async () => {
    const checks = await consul.health.checks('web');
    return words(checks.filter((check) => check.ServiceID === 'web-1').map((check) => check.Status));
  }));
}

const value = async (key) => (await consul.kv.get(key))?.Value ?? 'none';

async function keys() {
  say('put', await consul.kv.set('client/name', 'drover'));
  const first = await consul.kv.get('client/name');
  say('got', first.Value);
  say('what is not there', await value('client/nothing'));
  const change = async (cas, to) => done(await consul.kv.set({ key: 'client/name', value: to, cas: String(cas) }));
  say('created though it is there', await change(0, 'created'));
  say('changed at its index', await change(first.ModifyIndex, 'changed'));
  say('changed at an old index', await change(first.ModifyIndex, 'old'));
  say('got after both', await value('client/name'));
  await consul.kv.set('client/text', 'žluťoučký ✓');
  say('with other letters', await value('client/text'));
  await consul.kv.set('client/a', 'a');
  say('keys', words(await consul.kv.keys('client/')));
  say('values', words((await consul.kv.get({ key: 'client/', recurse: true })).map((item) => item.Value)));
  await consul.kv.del('client/a');
  say('a key that is deleted', await value('client/a'));
  await consul.kv.del({ key: 'client/', recurse: true });
  say('keys once all are deleted', words(((await consul.kv.get({ key: 'client/', recurse: true })) ?? []).map((item) => item.Key)));
}

async function sessions() {
  const begin = async (name) => (await consul.session.create({ name, ttl: '10s', lockdelay: '0s' })).ID;
  const first = await begin('lease');
  const second = await begin('other');
  const lock = async (how) => done(await consul.kv.set({ key: 'client/lock', value: 'held', ...how }));
  const name = (told) => (Array.isArray(told) ? told[0] : told)?.Name ?? 'none';
  say('session', name(await consul.session.info(first)));
  say('renewed', name(await consul.session.renew(first)));
  say('the first takes the lock', await lock({ acquire: first }));
  say('the second takes the lock', await lock({ acquire: second }));
  const holder = (await consul.kv.get('client/lock')).Session;
  say('holder', holder === first ? 'the first' : holder);
  say('the first gives it back', await lock({ release: first }));
  say('the second takes it now', await lock({ acquire: second }));
  await consul.session.destroy(second);
  say('holder once that session has ended', (await consul.kv.get('client/lock')).Session ?? 'none');
  say('session once it has ended', name(await consul.session.info(second)));
  await consul.session.destroy(first);
}

// The first value that is wanted, by this client's own watch; it may be told of some that are not.
function watched(method, options, wanted) {
  const watch = consul.watch({ method, options: { ...options, wait: '30s' } });
  return new Promise((found, fail) => {
    const limit = setTimeout(() => fail(new Error('nothing within ten seconds')), 10_000);
    watch.on('error', fail);
    watch.on('change', (data) => {
      const told = wanted(data);
      if (told !== undefined) {
        clearTimeout(limit);
        watch.end();
        found(told);
      }
    });
  });
}

async function watches() {
  await consul.kv.set('client/watched', 'old');
  const index = (await consul.kv.get('client/watched')).ModifyIndex;
  const same = await consul.kv.get({ key: 'client/watched', index: String(index), wait: '1s' });
  say('nothing changed within a second', same.Value);
  const key = watched(consul.kv.get, { key: 'client/watched' }, (item) => (item.Value === 'new' ? item.Value : undefined));
  await pause(300); // so that it waits by now
  await consul.kv.set('client/watched', 'new');
  say('the watcher of a key is told', await key);
  const service = watched(consul.health.service, { service: 'web', passing: true }, (told) => {
    const now = ids(told);
    return now === 'web-1 web-2' ? now : undefined;
  });
  await pause(300);
  await consul.agent.check.pass('service:web-1');
  say('the watcher of a service is told', await service);
}

async function end() {
  await consul.agent.service.deregister('web-1');
  await consul.agent.service.deregister('web-2');
  say('passing once both are deregistered', await until('none', passing));
  say('services of the agent at the end', words(Object.keys(await consul.agent.service.list())));
  await consul.kv.del({ key: 'client/', recurse: true });
}

services().then(keys).then(sessions).then(watches).then(end).then(
  () => process.exit(0), // its connections would keep the program alive
  (error) => {
    console.error(error);
    process.exit(1);
  });
