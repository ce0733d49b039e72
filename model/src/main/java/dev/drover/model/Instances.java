package dev.drover.model;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** Where a service's instances are. */
public sealed interface Instances {
    /** Instances that someone else runs. */
    record Addresses(List<Address> addresses) implements Instances {
        public Addresses {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * One declared address.
     *
     * @param host IPv4, IPv6 (no brackets) or a name, which is resolved again when its TTL ends and stands for as many
     *     instances as it has addresses
     * @param weight share of requests relative to its siblings, 1 by default
     */
    record Address(Where where, String host, int port, int weight) {
        /**
         * The addresses that are known without asking a resolver: that of a literal, and loopback for {@code localhost} and what
         * lies below it (RFC 6761 section 6.3).
         */
        public List<InetAddress> known() {
            String name = host.toLowerCase(Locale.ROOT);
            name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            if (name.equals("localhost") || name.endsWith(".localhost")) {
                return List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
            }
            try {
                return List.of(InetAddress.ofLiteral(host));
            } catch (IllegalArgumentException e) {
                return List.of();
            }
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** Instances that announce themselves to the {@link Registry}, under the name of the service, with checks of their own. */
    record Registered() implements Instances {}

    /**
     * Processes that Drover runs.
     *
     * @param command program and arguments; {@code {port}} stands for the free port given to the instance, in arguments
     *     and environment values
     * @param environment the whole environment of the process: nothing is inherited except what is named here
     * @param directory working directory; the declaring file's folder by default
     * @param user account to run as; demanded when Drover runs as root, and kept from Drover where that may not switch
     * @param start longest time from start to the first passed check
     * @param drain longest time that its requests and upgraded connections are waited for before it is stopped
     * @param stop time between SIGTERM and SIGKILL to the process group
     */
    record Run(
            List<String> command,
            int count,
            SequencedMap<String, Secret> environment,
            Path directory,
            Optional<String> user,
            Duration start,
            Duration drain,
            Duration stop)
            implements Instances {
        public Run {
            command = List.copyOf(command);
            environment = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(environment));
        }
    }
}
