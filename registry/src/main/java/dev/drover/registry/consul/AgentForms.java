package dev.drover.registry.consul;

import dev.drover.registry.agent.LocalAgent;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.ServiceAddress;
import dev.drover.registry.entry.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the agent is given to register: a service with its checks, or a check alone. Names come in two spellings. */
final class AgentForms {
    /** What fits into an SRV record (RFC 2782). */
    private static final int HEAVIEST = 65_535;

    private final String node;

    AgentForms(String node) {
        this.node = node;
    }

    /** A service and its checks. */
    record Definition(Service service, List<Check> checks) {}

    Definition service(Form form) throws Refusal {
        String name = form.text("Name");
        String id = form.text("ID");
        String address = form.text("Address");
        var checks = new ArrayList<>(form.forms("Checks"));
        Optional<Form> single = form.form("Check");
        form.absent("Kind", "a service mesh");
        form.absent("Proxy", "a service mesh");
        form.absent("Connect", "a service mesh");
        form.know("Token", "Namespace");
        var service = new Service(
                node,
                id.isEmpty() ? name : id,
                name,
                form.texts("Tags"),
                address,
                addresses(form, address),
                form.number("Port"),
                form.words("Meta"),
                Registration.weights(form),
                either(form, "EnableTagOverride", "enable_tag_override"),
                0,
                0);
        form.know("TaggedAddresses", "tagged_addresses");
        form.end();
        if (name.isEmpty()) {
            throw Refusal.bad("Missing service name");
        }
        String wrong = Metadata.wrongWith(service.meta());
        if (!wrong.isEmpty()) {
            throw Refusal.bad("Invalid Service Meta: " + wrong);
        }
        checkWeights(service.weights());
        if (isAny(address)) {
            throw Refusal.bad("Invalid service address");
        }
        return new Definition(service, checks(service, single, checks));
    }

    /** Those that are told, and those that follow from a literal address. */
    private static Map<String, ServiceAddress> addresses(Form form, String address) throws Refusal {
        String name = form.has("tagged_addresses") ? "tagged_addresses" : "TaggedAddresses";
        var all = new LinkedHashMap<>(Registration.addresses(form.formsByName(name)));
        String family = address.matches("[0-9]+(\\.[0-9]+){3}") ? "ipv4" : address.contains(":") ? "ipv6" : "";
        if (!family.isEmpty()) {
            var itself = new ServiceAddress(address, form.number("Port"));
            all.putIfAbsent("lan_" + family, itself);
            all.putIfAbsent("wan_" + family, itself);
        }
        return all;
    }

    private static void checkWeights(Weights weights) throws Refusal {
        if (weights.passing() < 1) {
            throw Refusal.bad("Invalid Weights: Passing must be greater than 0");
        }
        if (weights.warning() < 0) {
            throw Refusal.bad("Invalid Weights: Warning must be greater or equal than 0");
        }
        if (weights.passing() > HEAVIEST || weights.warning() > HEAVIEST) {
            throw Refusal.bad("Invalid Weights: DNS Weight must be between 0 and " + HEAVIEST);
        }
    }

    private static boolean isAny(String address) {
        return List.of("0.0.0.0", "::", "[::]").contains(address);
    }

    /** The one named {@code Check} first; ids are made of the service's unless given. */
    private List<Check> checks(Service service, Optional<Form> single, List<Form> several) throws Refusal {
        var forms = new ArrayList<Form>();
        single.ifPresent(forms::add);
        forms.addAll(several);
        var made = new ArrayList<Check>();
        for (int i = 0; i < forms.size(); i++) {
            String id = "service:" + service.id() + (forms.size() > 1 ? ":" + (i + 1) : "");
            Check check = check(forms.get(i), id, "Service '" + service.name() + "' check", service.id());
            made.add(check);
        }
        return made;
    }

    /** A check for {@code /v1/agent/check/register}. */
    Check check(Form form) throws Refusal {
        String service = first(form, "ServiceID", "service_id");
        String name = form.text("Name");
        Check check = check(form, name, name, service);
        if (name.isEmpty()) {
            throw Refusal.bad("Missing check name");
        }
        return check;
    }

    private Check check(Form form, String usualId, String usualName, String service) throws Refusal {
        String checkId = first(form, "CheckID", "check_id");
        String id = checkId.isEmpty() ? form.text("ID") : checkId;
        String name = form.text("Name");
        String status = form.text("Status");
        CheckDefinition definition = definition(form);
        var check = new Check(
                node,
                id.isEmpty() ? usualId : id,
                name.isEmpty() ? usualName : name,
                CheckStatus.of(status).orElse(CheckStatus.CRITICAL),
                form.text("Notes"),
                "",
                service,
                "",
                List.of(),
                type(definition),
                definition,
                0,
                0);
        form.know("ID", "Token", "Namespace", "ServiceID", "service_id");
        form.end();
        validate(definition);
        if (!status.isEmpty() && CheckStatus.of(status).isEmpty()) {
            throw Refusal.bad(
                    service.isEmpty() ? "Bad check status" : "Status for checks must 'passing', 'warning', 'critical'");
        }
        return check;
    }

    private static CheckDefinition definition(Form form) throws Refusal {
        form.absent("DockerContainerID", "checks inside of containers");
        form.absent("docker_container_id", "checks inside of containers");
        form.absent("Shell", "checks inside of containers");
        form.know("ProxyHTTP", "ProxyGRPC");
        return new CheckDefinition(
                form.text("HTTP"),
                form.text("Method"),
                form.lists("Header"),
                form.text("Body"),
                either(form, "TLSSkipVerify", "tls_skip_verify"),
                form.text("TCP"),
                form.text("GRPC"),
                form.truth("GRPCUseTLS"),
                arguments(form),
                form.duration("TTL"),
                first(form, "AliasNode", "alias_node"),
                first(form, "AliasService", "alias_service"),
                form.duration("Interval"),
                form.duration("Timeout"),
                either(form.number("SuccessBeforePassing"), form.number("success_before_passing")),
                either(form.number("FailuresBeforeCritical"), form.number("failures_before_critical")),
                longer(
                        form.duration("DeregisterCriticalServiceAfter"),
                        form.duration("deregister_critical_service_after")),
                either(form.number("OutputMaxSize"), form.number("output_max_size")));
    }

    /** In the order in which Consul looks for them. */
    private static List<String> arguments(Form form) throws Refusal {
        List<String> found = List.of();
        for (String name : List.of("ScriptArgs", "args", "script_args")) {
            List<String> words = form.texts(name);
            found = found.isEmpty() ? words : found;
        }
        return found;
    }

    private static String first(Form form, String name, String snake) throws Refusal {
        String text = form.text(name);
        String other = form.text(snake);
        return text.isEmpty() ? other : text;
    }

    private static boolean either(Form form, String name, String snake) throws Refusal {
        boolean one = form.truth(name);
        boolean other = form.truth(snake);
        return one || other;
    }

    private static int either(int one, int other) {
        return one == 0 ? other : one;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.isZero() ? other : one;
    }

    private static String type(CheckDefinition definition) {
        if (!definition.http().isEmpty()) {
            return "http";
        }
        if (!definition.tcp().isEmpty()) {
            return "tcp";
        }
        if (!definition.grpc().isEmpty()) {
            return "grpc";
        }
        if (!definition.args().isEmpty()) {
            return "script";
        }
        if (isAlias(definition)) {
            return "alias";
        }
        return definition.ttl().isZero() ? "" : "ttl";
    }

    private static boolean isAlias(CheckDefinition definition) {
        return !definition.aliasNode().isEmpty() || !definition.aliasService().isEmpty();
    }

    /** The rules of Consul's own check types, in its order. */
    private static void validate(CheckDefinition definition) throws Refusal {
        boolean asks = List.of("http", "tcp", "grpc", "script").contains(type(definition));
        boolean alias = isAlias(definition);
        boolean interval = definition.interval().isPositive();
        boolean ttl = definition.ttl().isPositive();
        if (interval && ttl) {
            throw invalid("Interval and TTL cannot both be specified");
        }
        if (asks && !interval) {
            throw invalid("Interval must be > 0 for Script, HTTP, or TCP checks");
        }
        if (asks && alias) {
            throw invalid("Interval cannot be set for Alias checks");
        }
        if (alias && ttl) {
            throw invalid("TTL must be not be set for Alias checks");
        }
        if (!asks && !alias && !ttl) {
            throw invalid("TTL must be > 0 for TTL checks");
        }
        if (definition.outputMaxSize() < 0) {
            throw invalid("MaxOutputMaxSize must be positive");
        }
    }

    /** Programs are run where the file of this node says so, and nowhere else. */
    static void demandScripts(LocalAgent agent, List<Check> checks) throws Refusal {
        boolean wanted = checks.stream().anyMatch(c -> !c.definition().args().isEmpty());
        if (wanted && !agent.runsScripts()) {
            throw Refusal.failed(LocalAgent.NO_SCRIPTS);
        }
    }

    private static Refusal invalid(String what) {
        return Refusal.bad("Invalid check: " + what);
    }
}
