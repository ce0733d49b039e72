package dev.drover.model.keys;

import dev.drover.model.Health;
import dev.drover.model.Health.AllDown;
import dev.drover.model.Health.Check;
import dev.drover.model.Health.Evidence;
import dev.drover.model.Health.Flaps;
import dev.drover.model.Health.StatusRange;
import dev.drover.model.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Keys that say how health is measured. */
final class HealthKeys {
    private static final Key<String> PATH =
            Key.required("path", Paths.PLAIN, "/healthz", "What is asked for, with a query if there is one.");
    private static final Key<String> HOST =
            Key.optional("host", Hosts.VALUE, "Value of the Host field; without it, the instance's address.");
    private static final Key<StatusRange> STATUS = Key.optional(
                    "status", Fielded.STATUS_RANGE, "Accepted status codes.")
            .orElse("200-299");
    private static final Key<String> BODY =
            Key.optional("body", Words.TEXT, "Text that the first 64 KiB of the body must contain.");
    private static final Key<SequencedMap<String, Secret>> HEADERS = Key.<SequencedMap<String, Secret>>optional(
                    "headers",
                    Named.of("NAME", Fielded.CHANGED, headerSecret()).withoutCase(),
                    "Header fields to send.")
            .orElse(new LinkedHashMap<>(), "none");
    private static final Key<Integer> PORT =
            Key.optional("port", Units.count(1, 65535), "Another port than the instance's.");

    private static final Key<List<String>> RUN = Key.required(
            "run",
            Listed.of(Words.TEXT).atLeastOne(),
            "[./probe, \"{host}\", \"{port}\"]",
            "Program and arguments, started without a shell; \"{host}\" and \"{port}\" stand for the instance's.");
    private static final Key<String> USER =
            Key.optional("user", Words.TEXT, "Account to run as; demanded when Drover runs as root.");

    private static final Key<Check> CHECK = Key.optional(
                    "check",
                    Choice.<Check>of("")
                            .word("tcp", new Check.Tcp())
                            .word("none", new Check.None())
                            .with(
                                    "http",
                                    Keyed.of(
                                            "an HTTP check", HealthKeys::http, PATH, HOST, STATUS, BODY, HEADERS, PORT))
                            .with(
                                    "command",
                                    Keyed.of(
                                            "a command check",
                                            f -> new Check.Command(f.get(RUN), f.optional(USER)),
                                            RUN,
                                            USER)),
                    "What a check does: connect, ask over HTTP, run a program that exits with 0, or nothing.")
            .orElse("tcp");
    private static final Key<Duration> INTERVAL = Key.optional(
                    "interval", Units.DURATION, "Between two checks of one instance.")
            .orElse("2s");
    private static final Key<Duration> TIMEOUT = Key.optional(
                    "timeout", Units.DURATION, "Longest wait for the end of a check.")
            .orElse("1s");
    private static final Key<Integer> FALL = Key.optional(
                    "fall", Units.count(1, 100), "Consecutive failures that make an instance down.")
            .orElse("3");
    private static final Key<Integer> RISE = Key.optional(
                    "rise", Units.count(1, 100), "Consecutive successes that make an instance up.")
            .orElse("2");
    private static final Key<Integer> JITTER = Key.optional(
                    "jitter", Units.PERCENT, "Share of the interval by which checks are spread.")
            .orElse("10%");

    private static final Key<Integer> CHANGES =
            Key.optional("changes", Units.count(2, 1000), "Times it went down.").orElse("4");
    private static final Key<Duration> FLAPS_WINDOW = Key.optional(
                    "window", Units.DURATION, "Within which they are counted.")
            .orElse("5m");
    private static final Key<Duration> HOLD_DOWN = Key.optional(
                    "hold-down", Units.DURATION, "How much longer it stays down after it would come up.")
            .orElse("60s");
    private static final Key<Flaps> FLAPS = Key.optional(
                    "flaps",
                    Choice.<Flaps>of("")
                            .word("off", Flaps.OFF)
                            .otherwise(Keyed.of(
                                    "damping",
                                    f -> new Flaps(f.get(CHANGES), f.get(FLAPS_WINDOW), f.get(HOLD_DOWN)),
                                    CHANGES,
                                    FLAPS_WINDOW,
                                    HOLD_DOWN)),
                    "Damping of an instance that goes down too often.")
            .orElse(Flaps.DEFAULT, "{changes: 4, window: 5m, hold-down: 60s}");

    private static final Key<Integer> FAILURES = Key.optional(
                    "failures",
                    Choice.<Integer>of("").word("off", 0).otherwise(Units.count(1, 10_000)),
                    "Consecutive failed requests that eject an instance: no connection, reset, timeout, 502 to 504.")
            .orElse("5");
    private static final Key<Duration> EJECT = Key.optional(
                    "eject", Units.DURATION, "How long the first ejection lasts; the n-th lasts n times as long.")
            .orElse("10s");
    private static final Key<Duration> EJECT_AT_MOST =
            Key.optional("eject-at-most", Units.DURATION, "Longest ejection.").orElse("5m");
    private static final Key<Integer> SUCCESS_RATE = Key.optional(
                    "success-rate",
                    Choice.<Integer>of("").word("off", 0).otherwise(Units.PERCENT),
                    "An instance whose success rate lies this far below the mean of its siblings is ejected.")
            .orElse("30%");
    private static final Key<Integer> REQUESTS = Key.optional(
                    "requests", Units.count(1, 1_000_000), "Fewest requests within the window for the rate to count.")
            .orElse("50");
    private static final Key<Duration> EVIDENCE_WINDOW = Key.optional(
                    "window", Units.DURATION, "Within which the success rate is taken.")
            .orElse("10s");
    private static final Key<Evidence> EVIDENCE = Key.optional(
                    "evidence",
                    Choice.<Evidence>of("")
                            .word("off", Evidence.OFF)
                            .otherwise(Keyed.of(
                                    "ejection by live traffic",
                                    HealthKeys::evidence,
                                    FAILURES,
                                    EJECT,
                                    EJECT_AT_MOST,
                                    SUCCESS_RATE,
                                    REQUESTS,
                                    EVIDENCE_WINDOW)),
                    "Ejection of instances by what live traffic sees.")
            .orElse(
                    Evidence.DEFAULT,
                    "{failures: 5, eject: 10s, eject-at-most: 5m, success-rate: 30%, requests: 50, window: 10s}");

    private static final Key<Integer> REMOVE_AT_MOST = Key.optional(
                    "remove-at-most",
                    Units.PERCENT,
                    "Largest share of the instances out at the same time; the rest is served although it measures down.")
            .orElse("50%");
    private static final Key<AllDown> ALL_DOWN = Key.optional(
                    "all-down",
                    Choice.<AllDown>of("")
                            .word("serve-all", new AllDown.ServeAll())
                            .with("respond", Fielded.response(503).map(AllDown.Respond::new)),
                    "What is served when every instance measures down: all of them, or a maintenance answer.")
            .orElse("serve-all");

    static final Shape<Health> HEALTH = Keyed.of(
            "health",
            HealthKeys::health,
            CHECK,
            INTERVAL,
            TIMEOUT,
            FALL,
            RISE,
            JITTER,
            FLAPS,
            EVIDENCE,
            REMOVE_AT_MOST,
            ALL_DOWN);

    private HealthKeys() {}

    /** A secret that fits into a header field. */
    private static Shape<Secret> headerSecret() {
        return Choice.<Secret>of("")
                .otherwise(Fielded.HEADER_VALUE.map(Secret.Plain::new))
                .with("env", Words.VARIABLE.map(Secret.Env::new))
                .with("file", Words.FILE.map(Secret.File::new));
    }

    private static Check http(Fields f) {
        return new Check.Http(
                f.get(PATH),
                f.optional(HOST),
                f.get(STATUS),
                f.optional(BODY),
                f.get(HEADERS),
                f.optional(PORT).map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }

    private static Evidence evidence(Fields f) {
        return new Evidence(
                f.get(FAILURES),
                f.get(EJECT),
                f.get(EJECT_AT_MOST),
                f.get(SUCCESS_RATE),
                f.get(REQUESTS),
                f.get(EVIDENCE_WINDOW));
    }

    private static Health health(Fields f) {
        return new Health(
                f.get(CHECK),
                f.get(INTERVAL),
                f.get(TIMEOUT),
                f.get(FALL),
                f.get(RISE),
                f.get(JITTER),
                f.get(FLAPS),
                f.get(EVIDENCE),
                f.get(REMOVE_AT_MOST),
                f.get(ALL_DOWN));
    }
}
