package dev.drover.policy.vantage;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sites that say together how an instance is that stands at one of them, as seen from another one.
 *
 * <p>Each site speaks with one voice, that of its {@link Panel}. Silence is no word: it neither takes an instance out nor brings it
 * back. Only the instance's own site, where it is silent, is not asked: it may be dead as a whole, and would else be counted as
 * content for ever.
 *
 * @param sites all that there are, each once
 * @param home the site of the instance
 */
public record Electorate(List<String> sites, String home) {
    public Electorate {
        sites = List.copyOf(sites);
    }

    /** What a site says of an instance. */
    public enum Word {
        UP,
        DOWN,
        /** It is heard, and has nothing to say of it. */
        NOTHING,
        /** It is not heard. */
        SILENT
    }

    /** Those that are asked now. */
    public List<String> asked(Map<String, Word> said) {
        return sites.stream()
                .filter(site -> !site.equals(home) || word(said, site) != Word.SILENT)
                .toList();
    }

    /**
     * What the majority says: down when more than half of those asked say so, up when at least half do.
     *
     * @param said by site; who is missing is silent
     * @return empty while too few say anything: what was known holds
     */
    public Optional<Boolean> verdict(Map<String, Word> said) {
        List<String> asked = asked(said);
        long down = asked.stream().filter(s -> word(said, s) == Word.DOWN).count();
        long up = asked.stream().filter(s -> word(said, s) == Word.UP).count();
        if (down * 2 > asked.size()) {
            return Optional.of(false);
        }
        return up > 0 && up * 2 >= asked.size() ? Optional.of(true) : Optional.empty();
    }

    private static Word word(Map<String, Word> said, String site) {
        return said.getOrDefault(site, Word.SILENT);
    }
}
