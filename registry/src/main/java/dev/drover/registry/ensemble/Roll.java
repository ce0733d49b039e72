package dev.drover.registry.ensemble;

import java.io.IOException;
import java.io.StringReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.IntPredicate;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.apache.zookeeper.server.quorum.flexible.QuorumVerifier;

/**
 * Who belongs to an ensemble, as it agreed upon itself; ZooKeeper keeps it in {@code /zookeeper/config}.
 *
 * @param version rises with each change; 0 for one that nobody agreed upon
 * @param seats by number
 */
public record Roll(long version, List<Seat> seats) {
    public Roll {
        seats = seats.stream().sorted(Comparator.comparingInt(Seat::number)).toList();
    }

    static Roll parse(String text) throws IOException {
        var lines = new Properties();
        lines.load(new StringReader(text));
        try {
            return of(new QuorumMaj(lines));
        } catch (ConfigException | NumberFormatException e) {
            throw new IOException("not a list of members: " + e.getMessage(), e);
        }
    }

    static Roll of(QuorumVerifier agreed) {
        return new Roll(
                agreed.getVersion(),
                agreed.getAllMembers().values().stream().map(Seat::of).toList());
    }

    Optional<Seat> seat(int number) {
        return seats.stream().filter(s -> s.number() == number).findFirst();
    }

    /** Every seat at an address. */
    public List<Seat> at(String address) {
        var plain = Place.plain(address);
        return seats.stream().filter(s -> s.address().equals(plain)).toList();
    }

    List<Seat> voters() {
        return seats.stream().filter(Seat::votes).toList();
    }

    /**
     * A number for somebody new: never one that is taken, nor one that another of the declared members would choose at the same
     * time, because each counts on in steps of their number.
     *
     * @param position among the declared members, from 0
     * @param may which of them it may have at all
     */
    Optional<Integer> freeNumber(int position, int declared, IntPredicate may) {
        for (int number = position + 1; number <= Seat.MOST; number += declared) {
            if (seat(number).isEmpty() && may.test(number)) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    String text() {
        var text = new StringBuilder();
        seats.forEach(seat -> text.append(seat.line()).append('\n'));
        return text.toString();
    }
}
