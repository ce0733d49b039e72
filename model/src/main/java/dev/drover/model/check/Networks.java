package dev.drover.model.check;

import dev.drover.model.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Trusted networks that overlap, or that are everybody. */
final class Networks {
    /** By address, the wider one first: what overlaps an earlier one lies inside the last that lay in no other. */
    private static final Comparator<Network> BY_ADDRESS = Comparator.comparingInt(
                    (Network n) -> n.address().getAddress().length)
            .thenComparing(n -> n.address().getAddress(), Arrays::compareUnsigned)
            .thenComparingInt(Network::prefix);

    private final Findings findings;

    Networks(Findings findings) {
        this.findings = findings;
    }

    void check() {
        List<Network> sorted = new ArrayList<>(findings.model().trusted());
        sorted.sort(BY_ADDRESS);
        Network outer = null;
        for (Network network : sorted) {
            if (network.prefix() == 0) {
                findings.warning(
                        network.where(),
                        "trusted",
                        network + " is everybody: any client can claim any address",
                        "name the networks of your load balancers");
            }
            if (outer != null && outer.contains(network.address())) {
                overlap(outer, network);
            } else {
                outer = network;
            }
        }
    }

    private void overlap(Network outer, Network inner) {
        boolean innerLater = inner.where().line() >= outer.where().line();
        Network later = innerLater ? inner : outer;
        Network earlier = innerLater ? outer : inner;
        findings.problem(
                later.where(),
                "trusted",
                later + " overlaps " + earlier + " (" + Findings.seenFrom(later.where(), earlier.where()) + ")",
                "remove " + inner);
    }
}
