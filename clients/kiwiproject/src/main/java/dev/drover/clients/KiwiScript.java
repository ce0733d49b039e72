package dev.drover.clients;

import com.google.common.net.HostAndPort;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.kiwiproject.consul.AgentClient;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.SessionClient;
import org.kiwiproject.consul.model.agent.ImmutableRegistration;
import org.kiwiproject.consul.model.agent.Registration.RegCheck;
import org.kiwiproject.consul.model.health.ServiceHealth;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.model.session.SessionInfo;
import org.kiwiproject.consul.option.ImmutablePutOptions;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.QueryOptions;

/** The script by the Kiwi Project's client: {@code PORT HEALTH-URL}, facts go to the standard output. */
public final class KiwiScript {
    private final Consul consul;
    private final AgentClient agent;
    private final KeyValueClient kv;
    private final String healthUrl;

    private KiwiScript(int port, String healthUrl) {
        this.consul = Consul.builder()
                .withHostAndPort(HostAndPort.fromParts("127.0.0.1", port))
                .build();
        this.agent = consul.agentClient();
        this.kv = consul.keyValueClient();
        this.healthUrl = healthUrl;
    }

    public static void main(String[] args) throws Exception {
        var script = new KiwiScript(Integer.parseInt(args[0]), args[1]);
        script.services();
        script.keys();
        script.sessions();
        script.watches();
        script.end();
        System.exit(0); // its threads would keep the program alive
    }

    private static void say(String what, Object value) {
        System.out.println(what + ": " + value);
    }

    private static String words(Collection<?> values) {
        return values.isEmpty()
                ? "none"
                : String.join(
                        " ", values.stream().map(Object::toString).sorted().toList());
    }

    /** What it is in the end: an agent tells the catalog a moment later. */
    private static <T> T until(T wanted, Supplier<T> asked) throws InterruptedException {
        T last = asked.get();
        for (int i = 0; i < 100 && !last.equals(wanted); i++) {
            Thread.sleep(100);
            last = asked.get();
        }
        return last;
    }

    private void services() throws Exception {
        String self = agent.getAgent().getConfig().getNodeName();
        boolean known = consul.catalogClient().getNodes().getResponse().stream()
                .anyMatch(node -> node.getNode().equals(self));
        say("the agent is a node of the catalog", known ? "yes" : "no");
        register("web-1", 8081, List.of("v1", "blue"), RegCheck.ttl(60));
        register("web-2", 8082, List.of("v1"), RegCheck.http(healthUrl, 1, 1));
        say("services of the agent", words(agent.getServices().keySet()));
        say("passing once asked by HTTP", until("web-2", this::passing));
        agent.pass("web-1", "well");
        say("passing once web-1 said so", until("web-1 web-2", this::passing));
        say(
                "passing with the tag blue",
                ids(health(ImmutableQueryOptions.builder().addTag("blue").build())));
        say("tags in the catalog", until("blue v1", this::tags));
        say("instances in the catalog", words(instances()));
        agent.fail("web-1", "ill");
        say("passing once web-1 said that it fails", until("web-2", this::passing));
        say("checks of web-1", until("critical", this::status));
    }

    private void register(String id, int port, List<String> tags, RegCheck check) {
        agent.register(ImmutableRegistration.builder()
                .id(id)
                .name("web")
                .address("127.0.0.1")
                .port(port)
                .tags(tags)
                .check(check)
                .build());
    }

    private List<ServiceHealth> health(QueryOptions options) {
        return consul.healthClient().getHealthyServiceInstances("web", options).getResponse();
    }

    private static String ids(List<ServiceHealth> told) {
        return words(told.stream().map(s -> s.getService().getId()).toList());
    }

    private String passing() {
        return ids(health(ImmutableQueryOptions.builder().build()));
    }

    private String tags() {
        Map<String, List<String>> services =
                consul.catalogClient().getServices().getResponse();
        return words(services.getOrDefault("web", List.of()));
    }

    private List<String> instances() {
        return consul.catalogClient().getService("web").getResponse().stream()
                .map(s -> s.getServiceId() + "@" + s.getServiceAddress() + ":" + s.getServicePort())
                .toList();
    }

    private String status() {
        return words(consul.healthClient().getServiceChecks("web").getResponse().stream()
                .filter(check -> check.getServiceId().equals(Optional.of("web-1")))
                .map(check -> check.getStatus())
                .toList());
    }

    private void keys() {
        say("put", kv.putValue("client/name", "drover"));
        Value first = kv.getValue("client/name").orElseThrow();
        say("got", first.getValueAsString().orElse("none"));
        say("what is not there", value("client/nothing"));
        say("created though it is there", change("client/name", "created", 0));
        say("changed at its index", change("client/name", "changed", first.getModifyIndex()));
        say("changed at an old index", change("client/name", "old", first.getModifyIndex()));
        say("got after both", value("client/name"));
        kv.putValue("client/text", "žluťoučký ✓");
        say("with other letters", value("client/text"));
        kv.putValue("client/a", "a");
        say("keys", words(kv.getKeys("client/")));
        say("values", words(kv.getValuesAsString("client/")));
        kv.deleteKey("client/a");
        say("a key that is deleted", value("client/a"));
        kv.deleteKeys("client/");
        say("keys once all are deleted", words(kv.getValues("client/")));
    }

    private String value(String key) {
        return kv.getValueAsString(key).orElse("none");
    }

    private boolean change(String key, String value, long index) {
        return kv.putValue(
                key, value, 0, ImmutablePutOptions.builder().cas(index).build());
    }

    private void sessions() {
        SessionClient sessions = consul.sessionClient();
        String first = session("lease");
        String second = session("other");
        say("session", name(sessions.getSessionInfo(first)));
        say("renewed", name(sessions.renewSession(first)));
        say("the first takes the lock", kv.acquireLock("client/lock", "held", first));
        say("the second takes the lock", kv.acquireLock("client/lock", "held", second));
        String holder = kv.getSession("client/lock").orElse("none");
        say("holder", first.equals(holder) ? "the first" : holder);
        say("the first gives it back", kv.releaseLock("client/lock", first));
        say("the second takes it now", kv.acquireLock("client/lock", "held", second));
        sessions.destroySession(second);
        say("holder once that session has ended", kv.getSession("client/lock").orElse("none"));
        say("session once it has ended", name(sessions.getSessionInfo(second)));
        sessions.destroySession(first);
    }

    private static String name(Optional<SessionInfo> session) {
        return session.flatMap(SessionInfo::getName).orElse("none");
    }

    private String session(String name) {
        var session =
                ImmutableSession.builder().name(name).ttl("10s").lockDelay("0s").build();
        return consul.sessionClient().createSession(session).getId();
    }

    private void watches() throws Exception {
        kv.putValue("client/watched", "old");
        BigInteger index =
                kv.getConsulResponseWithValue("client/watched").orElseThrow().getIndex();
        say("nothing changed within a second", watchKey(1, index));
        var told = CompletableFuture.supplyAsync(() -> watchKey(30, index));
        Thread.sleep(300); // so that it waits by now
        kv.putValue("client/watched", "new");
        say("the watcher of a key is told", told.get(10, TimeUnit.SECONDS));
        var watcher = CompletableFuture.supplyAsync(() -> watchService("web-1 web-2"));
        Thread.sleep(300);
        agent.pass("web-1");
        say("the watcher of a service is told", watcher.get(10, TimeUnit.SECONDS));
    }

    private String watchKey(int seconds, BigInteger index) {
        var options = QueryOptions.blockSeconds(seconds, index).build();
        return kv.getValue("client/watched", options)
                .flatMap(Value::getValueAsString)
                .orElse("none");
    }

    /** A few answers may come that changed nothing: a watch promises no more. */
    private String watchService(String wanted) {
        BigInteger index = BigInteger.ZERO;
        String last = "";
        for (int i = 0; i < 5 && !last.equals(wanted); i++) {
            var told = consul.healthClient()
                    .getHealthyServiceInstances(
                            "web", QueryOptions.blockSeconds(30, index).build());
            index = told.getIndex();
            last = ids(told.getResponse());
        }
        return last;
    }

    private void end() throws InterruptedException {
        agent.deregister("web-1");
        agent.deregister("web-2");
        say("passing once both are deregistered", until("none", this::passing));
        say("services of the agent at the end", words(agent.getServices().keySet()));
        kv.deleteKeys("client/");
    }
}
