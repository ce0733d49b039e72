package dev.drover.dns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.sign.Algorithm;
import dev.drover.dns.sign.Derivation;
import dev.drover.dns.sign.KeyPlan;
import dev.drover.dns.sign.SetSigner;
import dev.drover.dns.sign.ZoneSigner;
import dev.drover.dns.zone.Zone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What is worked out beforehand is what would be worked out for the very question. */
class CompiledAnswersTest {
    private static final DnsName ORIGIN = DnsName.parse("z.test");
    private static final String[] LABELS = {"a", "b", "*", "c"};
    private static final RecordType[] TYPES = {
        RecordType.A,
        RecordType.TXT,
        RecordType.MX,
        RecordType.NS,
        RecordType.CNAME,
        RecordType.DNAME,
        RecordType.DS,
        RecordType.SRV
    };

    @Property(tries = 400)
    void agreeWithTheAlgorithm(@ForAll long seed) throws IOException {
        var random = new Random(seed);
        Zone zone = zone(random);
        var answers = Answers.of(List.of(zone), Identity.ANONYMOUS);
        for (int i = 0; i < 60; i++) {
            DnsName name = name(random, 5);
            RecordType type = TYPES[random.nextInt(TYPES.length)];
            byte[] query = query(name, type);
            Reply reply = Resolution.of(zone, name, type, Resolution.Detail.USUAL);
            assertEquals(
                    shown(expected(reply, name, query)),
                    shown(answer(answers, query)),
                    () -> name + " " + type + " in\n" + dump(zone));
        }
    }

    @Property(tries = 60)
    void agreeWithTheAlgorithmWhereAChainProves(@ForAll long seed) throws IOException {
        agreeWithProofs(new Random(seed), false);
    }

    /** Ed25519 signs the same alike, so whole answers can be compared. */
    @Property(tries = 60)
    void agreeWithTheAlgorithmWhereDenialsAreMadeWhileAsked(@ForAll long seed) throws IOException {
        agreeWithProofs(new Random(seed), true);
    }

    private static void agreeWithProofs(Random random, boolean compact) throws IOException {
        Instant now = Instant.parse("2026-06-01T00:00:00Z");
        KeyPlan plan = KeyPlan.derived(
                ORIGIN, Algorithm.ED25519, new Derivation(new byte[32]), List.of(1), Duration.ofDays(90));
        var denier = new SetSigner(plan, InstantSource.fixed(now));
        Zone plain = zone(random);
        Zone zone = (compact
                        ? ZoneSigner.signCompact(plain, Set.of(), plan.at(now), now, null, denier)
                        : ZoneSigner.sign(plain, Set.of(), plan.at(now), now, null))
                .zone();
        var answers = Answers.of(List.of(zone), Identity.ANONYMOUS);
        for (int i = 0; i < 60; i++) {
            DnsName name = name(random, 5);
            RecordType type = TYPES[random.nextInt(TYPES.length)];
            var query = new ByteArrayOutputStream();
            query.writeBytes(query(name, type));
            // DO and CO.
            query.writeBytes(new byte[] {0, 0, 41, 16, 0, 0, 0, (byte) 0xc0, 0, 0, 0});
            byte[] bytes = query.toByteArray();
            bytes[11] = 1;
            Reply reply = Resolution.of(zone, name, type, Resolution.Detail.SECURE);
            Message answer = answer(answers, bytes);
            answer.removeRecord(answer.getOPT(), Section.ADDITIONAL);
            assertEquals(
                    shown(expected(reply, name, query(name, type))),
                    shown(answer),
                    () -> name + " " + type + " in\n" + dump(zone));
        }
    }

    private static Message answer(Answers answers, byte[] query) throws IOException {
        var scratch = new Query();
        System.arraycopy(query, 0, scratch.bytes(), 0, query.length);
        return new Message(Arrays.copyOf(scratch.bytes(), answers.answer(scratch, query.length, true)));
    }

    private static Message expected(Reply reply, DnsName name, byte[] query) throws IOException {
        var scratch = new Query();
        System.arraycopy(query, 0, scratch.bytes(), 0, query.length);
        scratch.parse(query.length);
        var arena = new Arena();
        int end = arena.copy(arena.add(Rendering.of(reply, name, Rendering.For.ONE)), scratch, 60_000);
        return new Message(Arrays.copyOf(scratch.bytes(), end));
    }

    private static String shown(Message message) {
        var all = new ArrayList<String>();
        all.add(message.getHeader().toString().replaceAll("id: \\d+", ""));
        for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
            all.add(Section.string(section));
            all.addAll(
                    message.getSection(section).stream().map(Record::toString).toList());
        }
        return String.join("\n", all);
    }

    private static String dump(Zone zone) {
        var all = new StringBuilder();
        zone.forEach((owner, sets) ->
                sets.forEach(s -> all.append(owner).append(' ').append(s).append('\n')));
        return all.toString();
    }

    private static byte[] query(DnsName name, RecordType type) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        all.writeBytes(name.wire());
        all.writeBytes(new byte[] {(byte) (type.number() >> 8), (byte) type.number(), 0, 1});
        return all.toByteArray();
    }

    private static DnsName name(Random random, int depth) {
        DnsName name = ORIGIN;
        for (int i = random.nextInt(depth); i > 0; i--) {
            name = name.child(LABELS[random.nextInt(LABELS.length)]);
        }
        return name;
    }

    private static Zone zone(Random random) {
        var builder = Zone.builder(ORIGIN);
        var soa = new ByteArrayOutputStream();
        soa.writeBytes(ORIGIN.child("a").wire());
        soa.writeBytes(ORIGIN.child("h").wire());
        soa.writeBytes(new byte[20]);
        builder.add(ORIGIN, RecordType.SOA, 9, Rdata.of(soa.toByteArray()));
        var aliases = new ArrayList<DnsName>();
        for (int i = random.nextInt(14); i > 0; i--) {
            DnsName owner = name(random, 4);
            RecordType type = TYPES[random.nextInt(TYPES.length)];
            boolean alone = type.equals(RecordType.CNAME) || type.equals(RecordType.DNAME);
            // One set at an owner, so that no alias stands beside others.
            if (!aliases.contains(owner) && !(alone && owner.equals(ORIGIN))) {
                builder.add(owner, RecordSet.of(type, 60 + i, data(type, random)));
                aliases.add(owner);
            }
        }
        return builder.build();
    }

    private static Rdata data(RecordType type, Random random) {
        DnsName target = random.nextInt(6) == 0 ? DnsName.parse("far.away") : name(random, 4);
        byte[] front = switch (type.number()) {
            case 1 -> new byte[] {10, 0, 0, (byte) random.nextInt(4)};
            case 16 -> new byte[] {1, 'x'};
            case 43 -> new byte[] {0, 1, 13, 2, 1, 2, 3};
            case 15 -> new byte[2];
            case 33 -> new byte[6];
            default -> new byte[0];
        };
        boolean named = type.number() != 1 && type.number() != 16 && type.number() != 43;
        var all = new ByteArrayOutputStream();
        all.writeBytes(front);
        if (named) {
            all.writeBytes(target.wire());
        }
        return Rdata.of(all.toByteArray());
    }
}
