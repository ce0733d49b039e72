package dev.drover.registry.consul;

import dev.drover.plane.NodeLife;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /ui}: links to Consul's pages lead to those of Drover's console that show the same.
 *
 * <p>The console listens with the admin API, on loopback unless told otherwise: whoever asks from elsewhere is told so, since a link to
 * loopback would lead him to his own machine.
 */
final class PageLinks {
    private static final List<String> GET = List.of("GET");

    private final InetSocketAddress asked;
    private final Supplier<NodeLife> life;

    /** @param asked where this API listens */
    PageLinks(InetSocketAddress asked, Supplier<NodeLife> life) {
        this.asked = asked;
        this.life = life;
    }

    void register(Paths paths) {
        paths.at("/ui", GET, this::lead).at("/ui/", GET, this::lead);
    }

    private Answer lead(Call call) throws Refusal {
        InetSocketAddress console = life.get()
                .console()
                .orElseThrow(() -> new Refusal(503, "the console does not listen yet; try again in a moment"));
        return Answer.empty(302).with("Location", "http://" + reached(console) + "/console/" + place(call.rest()));
    }

    private String reached(InetSocketAddress console) throws Refusal {
        InetAddress at = console.getAddress();
        if (at.isAnyLocalAddress()) {
            at = asked.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : asked.getAddress();
        }
        String host = at.getHostAddress();
        String authority = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + console.getPort();
        if (at.isLoopbackAddress() && !asked.getAddress().isLoopbackAddress()) {
            throw new Refusal(
                    404,
                    "the console listens on " + authority + " of this node only: bring it to your machine with ssh -L "
                            + console.getPort() + ":" + authority + " NODE, or open it with drover up --admin ADDRESS");
        }
        return authority;
    }

    /** {@code dc1/services/web/instances} is the page of the service web there. */
    private static String place(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length < 2) {
            return "";
        }
        return switch (parts[1]) {
            case "services" ->
                parts.length == 2
                        ? "#/services"
                        : "#/services/"
                                + URLEncoder.encode(parts[2], StandardCharsets.UTF_8)
                                        .replace("+", "%20");
            case "nodes" -> "#/nodes";
            default -> "";
        };
    }
}
