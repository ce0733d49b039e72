package dev.drover.plane;

import java.net.InetAddress;
import java.util.List;

/** Port: requests that arrived at this site. Offered by the names, told by the gateway from its data path: must be quick, and never waits. */
public interface Arrivals {
    /** Which ones are to be told of; the same object as long as that stays. */
    Wanted wanted();

    /**
     * One arrived.
     *
     * @param host as the client named it, without port
     * @param many so many requests it stands for
     */
    void arrived(String host, InetAddress client, int many);

    /**
     * Which requests are to be told of.
     *
     * @param every one of so many, drawn at random; 0 for none
     * @param endings hosts that end so are told of whatever is drawn; in lower case, each begins with a dot
     */
    record Wanted(int every, List<String> endings) {
        public static final Wanted NOTHING = new Wanted(0, List.of());

        public Wanted {
            endings = List.copyOf(endings);
        }
    }

    /** Nobody wants to know. */
    static Arrivals none() {
        return new Arrivals() {
            @Override
            public Wanted wanted() {
                return Wanted.NOTHING;
            }

            @Override
            public void arrived(String host, InetAddress client, int many) {}
        };
    }
}
