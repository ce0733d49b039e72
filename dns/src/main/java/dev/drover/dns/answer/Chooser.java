package dev.drover.dns.answer;

import dev.drover.dns.name.Rdata;
import java.net.InetAddress;
import java.util.List;

/** Port: decides which addresses a client is given. Asked by many threads, once for each network of clients. */
public interface Chooser {
    /** The same client always gets the same of one chooser. */
    Choice choose(InetAddress client);

    /**
     * The addresses for a client.
     *
     * @param scope so many first bits of the client's address decided: whoever has the same ones gets the same (RFC 7871 section 7.2.1)
     * @param step which one had the last word: took somebody away
     */
    record Choice(List<Rdata> ipv4, List<Rdata> ipv6, int scope, String step) {
        public Choice {
            ipv4 = List.copyOf(ipv4);
            ipv6 = List.copyOf(ipv6);
        }
    }
}
