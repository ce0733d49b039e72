package dev.drover.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * How the health of a service's instances is measured, and how much of it may be taken out.
 *
 * @param check active check; {@link Check.None} leaves only the evidence of live traffic
 * @param interval between two checks of one instance, spread by {@code jitter}
 * @param fall consecutive failures that make an instance down
 * @param rise consecutive successes that make it up
 * @param flaps damping of an instance that changes too often
 * @param evidence ejection by live traffic
 * @param removeAtMost largest share of a service's instances out at the same time, 0 to 100 percent; the rest is served
 *     although it measures down
 * @param allDown what is served when every instance measures down
 */
public record Health(
        Check check,
        Duration interval,
        Duration timeout,
        int fall,
        int rise,
        int jitterPercent,
        Flaps flaps,
        Evidence evidence,
        int removeAtMost,
        AllDown allDown) {

    /** What a check does. */
    public sealed interface Check {
        /** Whether Drover asks by itself, again and again. */
        default boolean isTimed() {
            return !(this instanceof None) && !(this instanceof Registered);
        }

        record None() implements Check {}

        /** What the instance registered with it decides; nothing else is asked. */
        record Registered() implements Check {}

        /** The port accepts a connection. */
        record Tcp() implements Check {}

        /**
         * A GET is answered as wanted; over TLS where the service has {@code tls}.
         *
         * @param host value of Host; absent means the instance's address
         * @param status accepted codes, such as {@code 200-299}
         * @param body text that the first 64 KiB of the body must contain
         * @param port another port than the instance's
         */
        record Http(
                String path,
                Optional<String> host,
                StatusRange status,
                Optional<String> body,
                SequencedMap<String, Secret> headers,
                OptionalInt port)
                implements Check {
            public Http {
                headers = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(headers));
            }
        }

        /** A program exits with 0; {@code {host}} and {@code {port}} are replaced; {@code user} is demanded when root. */
        record Command(List<String> command, Optional<String> user) implements Check {
            public Command {
                command = List.copyOf(command);
            }
        }
    }

    /** Both ends belong to it: {@code 200-299}. */
    public record StatusRange(int from, int to) {
        public boolean contains(int status) {
            return from <= status && status <= to;
        }

        @Override
        public String toString() {
            return from == to ? Integer.toString(from) : from + "-" + to;
        }
    }

    /**
     * An instance that went down {@code changes} times within {@code window} stays down for {@code holdDown} after it would
     * come up again. Zero changes is off.
     */
    public record Flaps(int changes, Duration window, Duration holdDown) {
        public static final Flaps DEFAULT = new Flaps(4, Duration.ofMinutes(5), Duration.ofSeconds(60));
        public static final Flaps OFF = new Flaps(0, DEFAULT.window, DEFAULT.holdDown);
    }

    /**
     * Ejection by what live traffic sees (Envoy's outlier detection is the model).
     *
     * @param failures consecutive failed requests (no connection, reset, timeout, 502 to 504) that eject; 0 is off
     * @param eject first ejection; the n-th lasts n times as long, at most {@code ejectAtMost}
     * @param successRate an instance whose success rate within {@code window} lies this many percent points below the mean of
     *     its siblings is ejected; 0 is off
     * @param requests fewest requests within the window for the rate to count
     */
    public record Evidence(
            int failures, Duration eject, Duration ejectAtMost, int successRate, int requests, Duration window) {
        public static final Evidence DEFAULT =
                new Evidence(5, Duration.ofSeconds(10), Duration.ofMinutes(5), 30, 50, Duration.ofSeconds(10));
        public static final Evidence OFF =
                new Evidence(0, DEFAULT.eject, DEFAULT.ejectAtMost, 0, DEFAULT.requests, DEFAULT.window);
    }

    /** What is served when all instances measure down. */
    public sealed interface AllDown {
        /** All of them: a broken check must not take the service away. */
        record ServeAll() implements AllDown {}

        /** A maintenance answer. */
        record Respond(FixedResponse response) implements AllDown {}
    }

    /** The same, measured by what instances registered with themselves. */
    public Health registered() {
        return new Health(
                new Check.Registered(),
                interval,
                timeout,
                fall,
                rise,
                jitterPercent,
                flaps,
                evidence,
                removeAtMost,
                allDown);
    }

    public static final Health DEFAULT = new Health(
            new Check.Tcp(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            3,
            2,
            10,
            Flaps.DEFAULT,
            Evidence.DEFAULT,
            50,
            new AllDown.ServeAll());
}
