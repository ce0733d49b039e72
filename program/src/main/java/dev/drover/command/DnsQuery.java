package dev.drover.command;

import dev.drover.model.Listener.BindAddress;
import dev.drover.plane.control.Status;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover dns query}: a real question over the network. */
@Command(
        name = "query",
        description = "Send a question to a server and print what it answers; to this node's listener unless told.",
        footer = {
            "",
            "Examples:",
            "  drover dns query shop.example.com",
            "  drover dns query shop.example.com --type AAAA --client 203.0.113.0/24",
            "  drover dns query example.com --type SOA --server 192.0.2.53:53 --tcp",
            "  drover dns query shop.example.com --tls"
        })
final class DnsQuery extends AskingCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int PAYLOAD = 1232;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as shop.example.com.")
    private String name = "";

    @Option(names = "--type", paramLabel = "TYPE", description = "Type of records; A unless told.")
    private String type = "A";

    @Option(names = "--server", paramLabel = "ADDRESS[:PORT]", description = "Who is asked.")
    private @Nullable String server;

    @Option(names = "--client", paramLabel = "ADDRESS/BITS", description = "Tell of this client network (RFC 7871).")
    private @Nullable String client;

    /** One of them, or a datagram. */
    static final class Carrier {
        @Option(names = "--tcp", description = "Ask over TCP.")
        private boolean tcp;

        @Option(names = "--tls", description = "Ask over TLS; the certificate is shown, not checked.")
        private boolean tls;

        @Option(
                names = "--https",
                description = "Ask by a request for /dns-query; the certificate is shown, not checked.")
        private boolean https;

        /** Of the listeners that take it. */
        String protocol() {
            return tls ? "dns-tls" : https ? "dns-https" : "dns";
        }

        int usualPort() {
            return tls ? 853 : https ? 443 : 53;
        }

        String words() {
            return tcp ? " over TCP" : tls ? " over TLS" : https ? " over HTTPS" : "";
        }
    }

    @ArgGroup
    private Carrier by = new Carrier();

    /** What is printed as JSON. */
    record Answered(
            String server,
            String certificate,
            String rcode,
            List<String> answer,
            List<String> authority,
            List<String> additional,
            @Nullable Integer scope,
            double millis) {}

    @Override
    public Integer call() throws Failure {
        InetSocketAddress to = server == null ? ofNode() : given(server);
        Message query = query();
        var secure = new SecureQuestion(to, PATIENCE);
        long begin = System.nanoTime();
        Message answer = ask(to, query, secure);
        double millis = (System.nanoTime() - begin) / 1e6;
        var answered = new Answered(
                to.getAddress().getHostAddress() + " port " + to.getPort() + by.words(),
                secure.certificate(),
                Rcode.string(answer.getRcode()),
                lines(answer, Section.ANSWER),
                lines(answer, Section.AUTHORITY),
                lines(answer, Section.ADDITIONAL),
                scope(answer),
                millis);
        if (json()) {
            printJson(answered);
        } else {
            print(text(answered));
        }
        return ExitCode.DONE;
    }

    private InetSocketAddress ofNode() throws Failure {
        for (Status.Listening listener :
                client().get("/v1/status", Status.class).listeners()) {
            if (listener.protocol().equals(by.protocol())) {
                int colon = listener.address().lastIndexOf(':');
                String host = listener.address().substring(0, colon).replaceAll("[\\[\\]]", "");
                var at = new BindAddress(
                        host,
                        Integer.parseInt(
                                listener.address(),
                                colon + 1,
                                listener.address().length(),
                                10));
                InetAddress address =
                        at.isUnspecified() ? InetAddress.getLoopbackAddress() : InetAddress.ofLiteral(at.host());
                return new InetSocketAddress(address, at.port());
            }
        }
        throw new Failure(
                ExitCode.BAD_INPUT,
                "drover: this node has no listener of protocol " + by.protocol()
                        + "\n  fix: --server ADDRESS, or declare one");
    }

    private InetSocketAddress given(String text) throws Failure {
        int colon = text.lastIndexOf(':');
        boolean port = colon >= 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        try {
            String host = (port ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
            return new InetSocketAddress(
                    InetAddress.ofLiteral(host), port ? Integer.parseInt(text.substring(colon + 1)) : by.usualPort());
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: --server " + text + " (expected: an IP address, or ADDRESS:PORT)");
        }
    }

    private Message query() throws Failure {
        int number = Type.value(type);
        if (number < 0) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: --type " + type + " (expected: a type such as A, AAAA or MX)");
        }
        try {
            Name asked = Name.fromString(name, Name.root);
            Message query = Message.newQuery(Record.newRecord(asked, number, DClass.IN));
            query.getHeader().unsetFlag(org.xbill.DNS.Flags.RD);
            List<EDNSOption> options = client == null ? List.of() : List.of(subnet(client));
            query.addRecord(new OPTRecord(PAYLOAD, 0, 0, 0, options), Section.ADDITIONAL);
            return query;
        } catch (TextParseException e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: " + name + ": " + e.getMessage());
        }
    }

    private static ClientSubnetOption subnet(String text) throws Failure {
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int whole = address.getAddress().length * 8;
            return new ClientSubnetOption(slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1)), address);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: --client " + text + " (expected: ADDRESS/BITS with no bits behind)");
        }
    }

    private Message ask(InetSocketAddress to, Message query, SecureQuestion secure) throws Failure {
        try {
            if (by.tls || by.https) {
                byte[] bytes = query.toWire();
                return new Message(by.tls ? secure.overTls(bytes) : secure.overHttps(bytes));
            }
            var resolver = new SimpleResolver(to);
            resolver.setTCP(by.tcp);
            resolver.setTimeout(PATIENCE);
            return resolver.send(query);
        } catch (UnknownHostException e) {
            throw new Failure(ExitCode.FAILED, "drover: " + to + ": " + e.getMessage());
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "drover: " + to.getAddress().getHostAddress() + " port " + to.getPort() + " does not answer: "
                            + why(e) + "\n  fix: see drover status, or give --server");
        }
    }

    /** Some of what networks do has no message of its own. */
    private static String why(IOException e) {
        return switch (e) {
            case PortUnreachableException none -> "nobody listens there";
            case ConnectException none -> "nobody listens there";
            case SocketTimeoutException late -> "nothing came in " + PATIENCE.toSeconds() + " s";
            case EOFException ended -> "it closed the connection";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static List<String> lines(Message answer, int section) {
        var lines = new ArrayList<String>();
        for (Record line : answer.getSection(section)) {
            if (line.getType() != Type.OPT) {
                lines.add(line.toString().replaceAll("\\s+", " "));
            }
        }
        return lines;
    }

    private static @Nullable Integer scope(Message answer) {
        OPTRecord opt = answer.getOPT();
        List<EDNSOption> told = opt == null ? List.of() : opt.getOptions(EDNSOption.Code.CLIENT_SUBNET);
        return told.isEmpty() ? null : (Integer) ((ClientSubnetOption) told.getFirst()).getScopePrefixLength();
    }

    private String text(Answered answered) {
        var text = new StringBuilder();
        boolean sound = answered.rcode().equals("NOERROR");
        text.append(sound ? output().good(answered.rcode()) : output().bad(answered.rcode()))
                .append(output().faint("  from " + answered.server() + " in %.1f ms".formatted(answered.millis())))
                .append('\n');
        if (!answered.certificate().isEmpty()) {
            text.append(output().faint("  certificate " + answered.certificate()))
                    .append('\n');
        }
        answered.answer().forEach(line -> text.append("  ").append(line).append('\n'));
        answered.authority()
                .forEach(line -> text.append("  ")
                        .append(output().faint("authority  " + line))
                        .append('\n'));
        answered.additional()
                .forEach(line -> text.append("  ")
                        .append(output().faint("additional "))
                        .append(line)
                        .append('\n'));
        Integer scope = answered.scope();
        if (scope != null) {
            text.append("  holds for the first ").append(scope).append(" bits of the client\n");
        }
        return text.toString().stripTrailing();
    }
}
