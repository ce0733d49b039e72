package dev.drover.registry.moving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Unanswered;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/** A move from one server of Consul's HTTP API into another: looked at first, carried out then. */
public final class Move {
    private static final Leftovers.Kind SESSIONS =
            new Leftovers.Kind("session", "sessions", "who holds one makes it anew, and takes its locks again");
    private static final Leftovers.Kind ACCESS = new Leftovers.Kind(
            "token of Consul's access control",
            "tokens of Consul's access control",
            "declare who may do what as registry.tokens in drover.yaml; secrets may stay the same");
    private static final Plan.Left HIDDEN = new Plan.Left(
            "what this token may not read", "lists leave it out without a word; give one that may read everything");
    private static final Leftovers.Kind INTENTIONS =
            new Leftovers.Kind("intention", "intentions", "Drover has no service mesh");
    private static final Leftovers.Kind SITES =
            new Leftovers.Kind("other datacenter", "other datacenters", "each is moved by itself: ask a server there");

    private final Remote from;
    private final Remote into;
    private final List<Cargo> cargo = new ArrayList<>();
    private final Set<What> wanted;

    /** Kinds of things that can be moved. */
    public enum What {
        KEYS,
        QUERIES,
        CATALOG
    }

    /**
     * A move.
     *
     * @param prefix how keys begin that are meant
     */
    public Move(Remote from, Remote into, Set<What> what, String prefix) {
        this.from = from;
        this.into = into;
        this.wanted = EnumSet.copyOf(what);
        for (What one : wanted) {
            cargo.add(
                    switch (one) {
                        case KEYS -> new Keys(from, into, prefix);
                        case QUERIES -> new Queries(from, into);
                        case CATALOG -> new Outsiders(from, into);
                    });
        }
    }

    /** Looks at both sides and changes nothing. */
    public Plan look() throws Unanswered, InterruptedException {
        Plan.Side here = side(from);
        Plan.Side there = side(into);
        var leftovers = new Leftovers();
        var parts = new ArrayList<Part>();
        for (Cargo one : cargo) {
            parts.add(one.look(leftovers));
        }
        if (wanted.equals(EnumSet.allOf(What.class))) {
            leftovers.add(SESSIONS, count("/v1/session/list"));
            leftovers.add(ACCESS, count("/v1/acl/tokens"));
            leftovers.add(INTENTIONS, count("/v1/connect/intentions"));
            leftovers.add(SITES, count("/v1/catalog/datacenters") - 1);
        }
        var left = new ArrayList<>(leftovers.list());
        if (isGuarded()) {
            left.add(HIDDEN);
        }
        return new Plan(here, there, parts, left);
    }

    /** Whether access control is on over there: it has tokens, or will not say so. */
    private boolean isGuarded() throws Unanswered, InterruptedException {
        try {
            return !from.read("/v1/acl/tokens").isMissingNode();
        } catch (Unanswered e) {
            return e.isForbidden();
        }
    }

    /** Of what is only told; 0 where it is not had, or not shown to this token. */
    private int count(String path) throws Unanswered, InterruptedException {
        try {
            return from.read(path).size();
        } catch (Unanswered e) {
            if (e.isReached()) {
                return 0;
            }
            throw e;
        }
    }

    /** Who may ask nothing without a token is told so at once; with one, it may be one for less than this. */
    private static Plan.Side side(Remote remote) throws Unanswered, InterruptedException {
        String url = remote.base().toString();
        try {
            JsonNode config = remote.read("/v1/agent/self").path("Config");
            String revision = config.path("Revision").asText();
            String what = revision.startsWith("drover-")
                    ? "Drover " + revision.substring("drover-".length())
                    : "Consul " + config.path("Version").asText();
            return new Plan.Side(
                    url,
                    what,
                    config.path("Datacenter").asText(),
                    config.path("NodeID").asText());
        } catch (Unanswered e) {
            if (e.isDenied() && !remote.isAnonymous()) {
                return new Plan.Side(url, "", "", "");
            }
            throw e;
        }
    }

    /**
     * Writes what {@link #look} found missing. What fails by itself is told and the rest goes on.
     *
     * @param overwrite also what is there otherwise
     * @param progress told how many are done, from many threads
     */
    public Written carry(boolean overwrite, IntConsumer progress) throws Unanswered, InterruptedException {
        var written = new Written(progress);
        for (Cargo one : cargo) {
            one.carry(overwrite, written);
        }
        return written;
    }
}
