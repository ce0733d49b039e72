package dev.drover.registry.sites;

import dev.drover.registry.near.Coordinate;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** One site, or nodes that each are for themselves. */
enum Nowhere implements Elsewhere {
    NOWHERE;

    @Override
    public List<String> sites() {
        return List.of();
    }

    @Override
    public Told ask(String site, Asked what) throws IOException {
        throw new IOException("there is no site " + site);
    }

    @Override
    public @Nullable Coordinate place(String node) {
        return null;
    }

    @Override
    public SequencedMap<String, SequencedMap<String, Coordinate>> places() {
        return new LinkedHashMap<>();
    }
}
