package dev.drover.node;

import dev.drover.plane.Ticker;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The machine's own addresses, looked at again now and then: interfaces come and go. */
public final class Machine implements Predicate<InetAddress> {
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Ticker ticker;
    private volatile Seen seen = new Seen(Set.of(), Instant.MIN);

    private record Seen(Set<InetAddress> addresses, Instant until) {}

    public Machine(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public boolean test(InetAddress address) {
        Instant now = ticker.instant();
        Seen last = seen;
        if (!now.isBefore(last.until())) {
            last = new Seen(look(), now.plus(KEPT));
            seen = last;
        }
        return last.addresses().contains(address);
    }

    private static Set<InetAddress> look() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(Machine::withoutScope)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return Set.of(); // loopback is known without looking
        }
    }

    /** An IPv6 address of an interface carries its scope, and would equal none that was written or resolved. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e); // the length is right
        }
    }
}
