package dev.drover.registry.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.registry.consul.Home;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tells who this node is in the catalog. */
final class Homes {
    private static final String LOOPBACK = "127.0.0.1";

    /** Where Consul's agents gossip; told since clients read it. */
    private static final int SERF = 8301;

    private Homes() {}

    /** A node whose address the file does not declare is told as loopback: who registers with it is on its machine. */
    static Home of(Model model, RegistryLoans loans) {
        Optional<Node> declared = Optional.ofNullable(model.nodes().get(loans.node()));
        String address = declared.flatMap(Node::address).orElse(LOOPBACK);
        var node = new dev.drover.registry.entry.Node(
                loans.id(),
                loans.node(),
                address,
                Addresses.tagged(address),
                Map.of("consul-network-segment", ""),
                0,
                0);
        String site = declared.flatMap(Node::site).orElse("dc1");
        return new Home(node, site, loans.version(), InetSocketAddress.createUnresolved(address, SERF));
    }

    /**
     * The node's id: always the same for the same secret and name, so that it need not be kept, and telling nothing of the secret
     * (UUID version 8, RFC 9562 section 5.8, of an HMAC).
     */
    static UUID id(byte[] secret, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            ByteBuffer bytes = ByteBuffer.wrap(mac.doFinal(("registry node " + name).getBytes(UTF_8)));
            long high = (bytes.getLong() & ~0xf000L) | 0x8000L;
            long low = (bytes.getLong() & ~(3L << 62)) | (1L << 63);
            return new UUID(high, low);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
