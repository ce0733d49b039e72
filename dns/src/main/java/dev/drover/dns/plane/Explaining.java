package dev.drover.dns.plane;

import dev.drover.board.Snapshot;
import dev.drover.dns.answer.Answers;
import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.steer.Locating;
import dev.drover.dns.steer.Stays;
import dev.drover.dns.steer.SteeredNames;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Service;
import dev.drover.model.Spelling;
import dev.drover.model.plan.FailoverBudget;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.Refused;
import dev.drover.policy.steer.Candidate;
import dev.drover.policy.steer.Client;
import dev.drover.policy.steer.Decision;
import dev.drover.policy.steer.Place;
import dev.drover.wire.datagram.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Says what a question is answered and why. The answer is that of the tables, to a query as a resolver would send it. */
final class Explaining {
    private static final int PAYLOAD = 1232;

    private final Model model;
    private final Snapshot board;
    private final Locating locating;
    private final Stays stays;
    private final Instant now;
    private final Optional<DiscoveryNames> discovery;
    private final Answers answers;

    Explaining(
            Model model,
            Snapshot board,
            Locating locating,
            Stays stays,
            Instant now,
            Optional<DiscoveryNames> discovery,
            Answers answers) {
        this.model = model;
        this.board = board;
        this.locating = locating;
        this.stays = stays;
        this.now = now;
        this.discovery = discovery;
        this.answers = answers;
    }

    /** Who counts: the client where the resolver tells of it, else the resolver; none of its bits is nothing told (RFC 7871 section 7.1.2). */
    private record Asker(InetAddress resolver, @Nullable InetAddress client, int bits) {
        InetAddress counts() {
            return client == null || bits == 0 ? resolver : client;
        }
    }

    Naming explain(NameQuery query) throws Refused {
        DnsName name = name(query.name());
        RecordType type = RecordType.parse(query.type())
                .orElseThrow(
                        () -> bad("type " + query.type() + " (expected: a type of records such as A, AAAA or MX)"));
        Asker asker = asker(query);
        Message message = ask(name, type, asker);
        Dns.Zone zone = zone(name);
        Optional<Naming> found = zone == null ? found(name, type, message) : Optional.empty();
        if (found.isPresent()) {
            return found.get();
        }
        Dns.Steered steered = zone == null ? null : steered(zone, name);
        boolean chosen = steered != null && (type.equals(RecordType.A) || type.equals(RecordType.AAAA));
        return new Naming(
                name.toString(),
                type.toString(),
                zone == null ? null : zone.origin(),
                steered != null
                        ? steered.where().toString()
                        : zone != null ? zone.where().toString() : "",
                Rcode.string(message.getRcode()),
                lines(message, Section.ANSWER),
                lines(message, Section.AUTHORITY),
                zone != null && steered != null && chosen ? chain(zone, steered, asker) : null);
    }

    private Optional<Naming> found(DnsName name, RecordType type, Message message) {
        return discovery.flatMap(names -> names.domain(name)
                .map(domain -> new Naming(
                        name.toString(),
                        type.toString(),
                        domain,
                        model.dns()
                                .flatMap(Dns::discovery)
                                .map(d -> d.where().toString())
                                .orElse(""),
                        Rcode.string(message.getRcode()),
                        lines(message, Section.ANSWER),
                        lines(message, Section.AUTHORITY),
                        names.explain(name, domain, this::detection))));
    }

    private String detection(String service) {
        return model.service(service)
                .map(FailoverBudget::of)
                .map(FailoverBudget::arithmetic)
                .orElse("what its registered checks take");
    }

    private static Refused bad(String what) {
        return new Refused(Refused.Cause.BAD_INPUT, what);
    }

    private static DnsName name(String text) throws Refused {
        try {
            return DnsName.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static Asker asker(NameQuery query) throws Refused {
        InetAddress resolver =
                query.resolver() == null ? InetAddress.getLoopbackAddress() : address("resolver", query.resolver());
        if (query.client() == null) {
            return new Asker(resolver, null, 0);
        }
        int slash = query.client().indexOf('/');
        InetAddress client =
                address("client", slash < 0 ? query.client() : query.client().substring(0, slash));
        int most = client.getAddress().length * 8;
        // What resolvers tell of a client (RFC 7871 section 11.1).
        int bits = slash < 0 ? (most == 32 ? 24 : 56) : prefix(query.client().substring(slash + 1), most);
        return new Asker(resolver, masked(client, bits), bits);
    }

    private static InetAddress address(String what, String text) throws Refused {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw bad(what + " " + text + " (expected: an IPv4 or IPv6 address)");
        }
    }

    private static int prefix(String text, int most) throws Refused {
        boolean number = text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= most;
        if (!number) {
            throw bad("client prefix /" + text + " (expected: 0 to " + most + ")");
        }
        return Integer.parseInt(text);
    }

    private static InetAddress masked(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= (byte) (0xff00 >> Math.clamp(bits - i * 8L, 0, 8));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Message ask(DnsName name, RecordType type, Asker asker) throws Refused {
        try {
            Message query = Message.newQuery(Record.newRecord(new Name(name.wire()), type.number(), DClass.IN));
            InetAddress client = asker.client();
            if (client != null) {
                var option = new ClientSubnetOption(asker.bits(), client);
                query.addRecord(new OPTRecord(PAYLOAD, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
            }
            byte[] bytes = query.toWire();
            var own = new Query();
            System.arraycopy(bytes, 0, own.bytes(), 0, bytes.length);
            var peer = new Peer();
            peer.set(new InetSocketAddress(asker.resolver(), 53));
            own.from(peer.high(), peer.low());
            int size = answers.answer(own, bytes.length, true);
            return new Message(Arrays.copyOf(own.bytes(), size));
        } catch (IOException e) {
            throw bad(name + " " + type + " cannot be asked for: " + e.getMessage());
        }
    }

    private static List<String> lines(Message message, int section) {
        return message.getSection(section).stream()
                .map(r -> r.toString().replaceAll("\\s+", " "))
                .toList();
    }

    private Dns.@Nullable Zone zone(DnsName name) {
        return model.dns().orElseGet(Dns::none).zones().values().stream()
                .filter(z -> name.isAtOrBelow(DnsName.parse(z.origin())))
                .max(Comparator.comparingInt(z -> z.origin().length()))
                .orElse(null);
    }

    private Dns.@Nullable Steered steered(Dns.Zone zone, DnsName name) {
        DnsName origin = DnsName.parse(zone.origin());
        return zone.names().values().stream()
                .filter(s -> {
                    DnsName own = DnsName.parse(s.name(), origin);
                    return own.equals(name)
                            || (isBeacon(s.in(zone.origin()))
                                    && name.isBelow(own)
                                    && name.parent().equals(own));
                })
                .findFirst()
                .orElse(null);
    }

    /** Each label below one is answered as it is. */
    private boolean isBeacon(String full) {
        return model.dns()
                .flatMap(Dns::watching)
                .flatMap(Dns.Watching::missteer)
                .filter(missteer -> missteer.beacons().contains(full))
                .isPresent();
    }

    private Naming.Chain chain(Dns.Zone zone, Dns.Steered name, Asker asker) {
        Decision decision = SteeredNames.decide(
                model, board, locating, stays.situation(name.in(zone.origin()), now), zone, name, asker.counts());
        return new Naming.Chain(
                told(asker),
                SteeredNames.candidates(model, board, name).stream()
                        .map(Explaining::candidate)
                        .toList(),
                decision.taken().stream().map(Explaining::step).toList(),
                decision.scope(),
                (int) name.ttl().toSeconds(),
                staleness(name));
    }

    private String told(Asker asker) {
        Client located = locating.locate(asker.counts());
        String who = asker.client() == null || asker.bits() == 0
                ? "resolver " + Spelling.of(asker.resolver())
                        + (asker.client() == null ? "" : ", which hides its client")
                : "client " + Spelling.of(asker.counts()) + "/" + asker.bits() + ", told by its resolver";
        String where = located.place().map(Place::toString).orElse("place not known");
        String teller = locating.about(asker.counts());
        return teller.isEmpty() ? who : who + ": " + where + " (" + teller + ")";
    }

    private static Naming.Candidate candidate(Candidate candidate) {
        List<String> addresses =
                candidate.addresses().stream().map(Spelling::of).toList();
        return new Naming.Candidate(candidate.name(), candidate.up(), candidate.why(), addresses);
    }

    private static Naming.Step step(Decision.Taken taken) {
        return new Naming.Step(
                taken.step(),
                taken.kept().stream().map(Candidate::name).toList(),
                taken.removed().stream()
                        .map(r -> new Naming.Removed(r.candidate().name(), r.why()))
                        .toList(),
                taken.note());
    }

    /** The slowest of the services that count, and then every resolver keeps what it has. */
    private String staleness(Dns.Steered name) {
        var budgets = new ArrayList<FailoverBudget>();
        for (String watched : name.of().watched()) {
            Optional<Service> service = model.service(watched);
            service.map(FailoverBudget::of).ifPresent(budgets::add);
        }
        Duration ttl = name.ttl();
        Optional<FailoverBudget> unbounded =
                budgets.stream().filter(b -> !b.isBounded()).findFirst();
        if (unbounded.isPresent() || budgets.isEmpty()) {
            return "TTL " + Spelling.of(ttl) + " + detection of "
                    + unbounded.map(b -> b.service() + ": " + b.arithmetic()).orElse("nobody");
        }
        FailoverBudget slowest = budgets.stream()
                .max(Comparator.comparingDouble(FailoverBudget::totalSeconds))
                .orElseThrow();
        double total = slowest.totalSeconds() + ttl.toSeconds();
        return "%.1fs = detection of %s %.1fs + TTL %s"
                .formatted(total, slowest.service(), slowest.totalSeconds(), Spelling.of(ttl));
    }
}
