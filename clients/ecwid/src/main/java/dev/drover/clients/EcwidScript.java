package dev.drover.clients;

import com.ecwid.consul.v1.ConsulClient;
import com.ecwid.consul.v1.QueryParams;
import com.ecwid.consul.v1.Response;
import com.ecwid.consul.v1.agent.model.NewService;
import com.ecwid.consul.v1.catalog.CatalogNodesRequest;
import com.ecwid.consul.v1.catalog.CatalogServiceRequest;
import com.ecwid.consul.v1.catalog.CatalogServicesRequest;
import com.ecwid.consul.v1.health.HealthChecksForServiceRequest;
import com.ecwid.consul.v1.health.HealthServicesRequest;
import com.ecwid.consul.v1.health.model.HealthService;
import com.ecwid.consul.v1.kv.model.GetValue;
import com.ecwid.consul.v1.kv.model.PutParams;
import com.ecwid.consul.v1.session.model.NewSession;
import com.ecwid.consul.v1.session.model.Session;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The script by Ecwid's client: {@code PORT HEALTH-URL}, facts go to the standard output. */
public final class EcwidScript {
    private static final QueryParams NOW = QueryParams.DEFAULT;

    private final ConsulClient consul;
    private final String healthUrl;

    private EcwidScript(int port, String healthUrl) {
        this.consul = new ConsulClient("127.0.0.1", port);
        this.healthUrl = healthUrl;
    }

    public static void main(String[] args) throws Exception {
        var script = new EcwidScript(Integer.parseInt(args[0]), args[1]);
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

    private void services() throws InterruptedException {
        String self = consul.getAgentSelf().getValue().getConfig().getNodeName();
        boolean known = consul.getCatalogNodes(CatalogNodesRequest.newBuilder().build()).getValue().stream()
                .anyMatch(node -> node.getNode().equals(self));
        say("the agent is a node of the catalog", known ? "yes" : "no");
        var ttl = new NewService.Check();
        ttl.setTtl("60s");
        register("web-1", 8081, List.of("v1", "blue"), ttl);
        var http = new NewService.Check();
        http.setHttp(healthUrl);
        http.setInterval("1s");
        http.setTimeout("1s");
        register("web-2", 8082, List.of("v1"), http);
        say("services of the agent", words(consul.getAgentServices().getValue().keySet()));
        say("passing once asked by HTTP", until("web-2", this::passing));
        consul.agentCheckPass("service:web-1", "well");
        say("passing once web-1 said so", until("web-1 web-2", this::passing));
        say(
                "passing with the tag blue",
                ids(health(HealthServicesRequest.newBuilder().setTag("blue"))));
        say("tags in the catalog", until("blue v1", this::tags));
        say("instances in the catalog", words(instances()));
        consul.agentCheckFail("service:web-1", "ill");
        say("passing once web-1 said that it fails", until("web-2", this::passing));
        say("checks of web-1", until("critical", this::status));
    }

    private void register(String id, int port, List<String> tags, NewService.Check check) {
        var service = new NewService();
        service.setId(id);
        service.setName("web");
        service.setAddress("127.0.0.1");
        service.setPort(port);
        service.setTags(tags);
        service.setCheck(check);
        consul.agentServiceRegister(service);
    }

    private Response<List<HealthService>> health(HealthServicesRequest.Builder request) {
        return consul.getHealthServices("web", request.setPassing(true).build());
    }

    private static String ids(Response<List<HealthService>> told) {
        return words(told.getValue().stream().map(s -> s.getService().getId()).toList());
    }

    private String passing() {
        return ids(health(HealthServicesRequest.newBuilder()));
    }

    private String tags() {
        Map<String, List<String>> services = consul.getCatalogServices(
                        CatalogServicesRequest.newBuilder().build())
                .getValue();
        return words(services.getOrDefault("web", List.of()));
    }

    private List<String> instances() {
        return consul
                .getCatalogService("web", CatalogServiceRequest.newBuilder().build())
                .getValue()
                .stream()
                .map(s -> s.getServiceId() + "@" + s.getServiceAddress() + ":" + s.getServicePort())
                .toList();
    }

    private String status() {
        var request = HealthChecksForServiceRequest.newBuilder().build();
        return words(consul.getHealthChecksForService("web", request).getValue().stream()
                .filter(check -> check.getServiceId().equals("web-1"))
                .map(check -> check.getStatus().name().toLowerCase(Locale.ROOT))
                .toList());
    }

    private void keys() {
        say("put", consul.setKVValue("client/name", "drover").getValue());
        GetValue first = consul.getKVValue("client/name").getValue();
        say("got", first.getDecodedValue());
        say("what is not there", value("client/nothing"));
        say("created though it is there", change("client/name", "created", 0));
        say("changed at its index", change("client/name", "changed", first.getModifyIndex()));
        say("changed at an old index", change("client/name", "old", first.getModifyIndex()));
        say("got after both", value("client/name"));
        consul.setKVValue("client/text", "žluťoučký ✓");
        say("with other letters", value("client/text"));
        consul.setKVValue("client/a", "a");
        say("keys", words(consul.getKVKeysOnly("client/").getValue()));
        say(
                "values",
                words(consul.getKVValues("client/").getValue().stream()
                        .map(GetValue::getDecodedValue)
                        .toList()));
        consul.deleteKVValue("client/a");
        say("a key that is deleted", value("client/a"));
        consul.deleteKVValues("client/");
        List<String> left = consul.getKVKeysOnly("client/").getValue();
        say("keys once all are deleted", left == null ? "none" : words(left));
    }

    private String value(String key) {
        GetValue found = consul.getKVValue(key).getValue();
        return found == null ? "none" : found.getDecodedValue();
    }

    private boolean change(String key, String value, long index) {
        var at = new PutParams();
        at.setCas(index);
        return consul.setKVValue(key, value, at).getValue();
    }

    private void sessions() {
        String first = session("lease");
        String second = session("other");
        Session told = consul.getSessionInfo(first, NOW).getValue();
        say("session", told.getName());
        say("renewed", consul.renewSession(first, NOW).getValue().getName());
        say("the first takes the lock", acquire(first));
        say("the second takes the lock", acquire(second));
        String holder = consul.getKVValue("client/lock").getValue().getSession();
        say("holder", first.equals(holder) ? "the first" : holder);
        var back = new PutParams();
        back.setReleaseSession(first);
        say(
                "the first gives it back",
                consul.setKVValue("client/lock", "free", back).getValue());
        say("the second takes it now", acquire(second));
        consul.sessionDestroy(second, NOW);
        String left = consul.getKVValue("client/lock").getValue().getSession();
        say("holder once that session has ended", left == null ? "none" : left);
        say("session once it has ended", consul.getSessionInfo(second, NOW).getValue() == null ? "none" : second);
        consul.sessionDestroy(first, NOW);
    }

    private String session(String name) {
        var session = new NewSession();
        session.setName(name);
        session.setTtl("10s");
        session.setLockDelay(0);
        return consul.sessionCreate(session, NOW).getValue();
    }

    private boolean acquire(String session) {
        var lock = new PutParams();
        lock.setAcquireSession(session);
        return consul.setKVValue("client/lock", "held", lock).getValue();
    }

    private void watches() throws Exception {
        consul.setKVValue("client/watched", "old");
        long index = consul.getKVValue("client/watched").getConsulIndex();
        say("nothing changed within a second", watchKey(1, index));
        var told = CompletableFuture.supplyAsync(() -> watchKey(30, index));
        Thread.sleep(300); // so that it waits by now
        consul.setKVValue("client/watched", "new");
        say("the watcher of a key is told", told.get(10, TimeUnit.SECONDS));
        var watcher = CompletableFuture.supplyAsync(() -> watchService("web-1 web-2"));
        Thread.sleep(300);
        consul.agentCheckPass("service:web-1");
        say("the watcher of a service is told", watcher.get(10, TimeUnit.SECONDS));
    }

    private String watchKey(int seconds, long index) {
        return consul.getKVValue("client/watched", new QueryParams(seconds, index))
                .getValue()
                .getDecodedValue();
    }

    /** A few answers may come that changed nothing: a watch promises no more. */
    private String watchService(String wanted) {
        long index = 0;
        String last = "";
        for (int i = 0; i < 5 && !last.equals(wanted); i++) {
            var told = health(HealthServicesRequest.newBuilder().setQueryParams(new QueryParams(30, index)));
            index = told.getConsulIndex();
            last = ids(told);
        }
        return last;
    }

    private void end() throws InterruptedException {
        consul.agentServiceDeregister("web-1");
        consul.agentServiceDeregister("web-2");
        say("passing once both are deregistered", until("none", this::passing));
        say(
                "services of the agent at the end",
                words(consul.getAgentServices().getValue().keySet()));
        consul.deleteKVValues("client/");
    }
}
