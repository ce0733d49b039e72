package dev.drover.model.keys;

import dev.drover.model.AnswerStep;
import dev.drover.model.Network;
import dev.drover.model.Where;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys of the steps that choose an answer. */
final class StepKeys {
    /** Where a country belongs, as databases of places have it. */
    private static final Set<String> CONTINENTS =
            Set.of("africa", "antarctica", "asia", "europe", "north-america", "oceania", "south-america");

    private static final Scalar<String> COUNTRY =
            Scalar.of("a country by its two letters (ISO 3166-1) such as DE", "^[A-Z]{2}$", StepKeys::country);
    static final Scalar<String> COUNTRY_PART = Scalar.of(
            "a country such as DE, or a part of one such as US-CA",
            "^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
            (text, spot) ->
                    isPart(text) ? text : spot.unfit(text, "a country such as DE, or a part of one such as US-CA", ""));
    private static final Scalar<String> PLACE = Scalar.of(
            "a country such as DE, a part of one such as US-CA, a continent (africa, antarctica, asia, europe, north-america, oceania,"
                    + " south-america), or default",
            "^([A-Z]{2}(-[A-Z0-9]{1,3})?|[a-z-]+)$",
            StepKeys::place);
    private static final Shape<List<String>> SITES =
            Listed.oneOrMore(Words.nameOf("a site")).distinct();

    private static final Key<List<String>> COUNTRIES = Key.<List<String>>optional(
                    "countries", Listed.oneOrMore(COUNTRY).distinct(), "Clients in these countries are answered.")
            .orElse(List.of(), "none");
    private static final Key<List<Network>> NETWORKS = Key.<List<Network>>optional(
                    "networks",
                    Listed.oneOrMore(Addresses.NETWORK).distinct(),
                    "Clients in these networks are answered.")
            .orElse(List.of(), "none");
    private static final Keyed<AnswerStep> FENCE = Keyed.of("a fence", StepKeys::fence, COUNTRIES, NETWORKS);

    private static final Key<Duration> EVERY =
            Key.required("every", Units.DURATION, "1h", "How often another order is drawn.");
    private static final Keyed<AnswerStep> SPREAD =
            Keyed.of("a spread", f -> new AnswerStep.Spread(Optional.of(f.get(EVERY))), EVERY);

    static final Choice<AnswerStep> STEP = Choice.<AnswerStep>of("")
            .word("up", new AnswerStep.Up())
            .with("fence", FENCE)
            .with(
                    "prefix",
                    Named.of("NETWORK", Addresses.NETWORK.map(Network::toString), SITES)
                            .map(StepKeys::prefix))
            .with("geo", Named.of("PLACE", PLACE, SITES).map(AnswerStep.Geo::new))
            .with("failover", Listed.of(SITES).atLeastOne().map(AnswerStep.Failover::new))
            .word("nearest", new AnswerStep.Nearest())
            .with(
                    "latency",
                    Named.of(
                                    "NETWORK",
                                    Addresses.NETWORK.map(Network::toString),
                                    Named.of("SITE", Words.nameOf("a site"), Units.DURATION))
                            .map(StepKeys::latency))
            .word("spread", new AnswerStep.Spread(Optional.empty()))
            .with("spread", SPREAD)
            .with(
                    "weight",
                    Named.of("SITE", Words.nameOf("a site"), Units.count(0, 1000))
                            .map(AnswerStep.Weight::new))
            .word("sticky", new AnswerStep.Sticky())
            .with("first", Units.count(1, 64).map(AnswerStep.First::new));

    private StepKeys() {}

    private static @Nullable AnswerStep fence(Fields f) {
        List<String> countries = f.get(COUNTRIES);
        List<Network> networks = f.get(NETWORKS);
        return countries.isEmpty() && networks.isEmpty()
                ? f.spot().unfit("nothing", "countries, networks, or both", "{countries: [DE]}")
                : new AnswerStep.Fence(countries, networks);
    }

    private static AnswerStep prefix(SequencedMap<String, List<String>> sites) {
        var byNetwork = new LinkedHashMap<Network, List<String>>();
        sites.forEach((network, names) -> byNetwork.put(Network.parse(Where.nowhere(), network), names));
        return new AnswerStep.Prefix(byNetwork);
    }

    private static AnswerStep latency(SequencedMap<String, SequencedMap<String, Duration>> measured) {
        var byNetwork = new LinkedHashMap<Network, SequencedMap<String, Duration>>();
        measured.forEach((network, sites) -> byNetwork.put(Network.parse(Where.nowhere(), network), sites));
        return new AnswerStep.Latency(byNetwork);
    }

    private static @Nullable String country(String text, Spot spot) {
        String upper = text.toUpperCase(Locale.ROOT);
        boolean known = Countries.KNOWN.contains(upper);
        return known && upper.equals(text) ? text : spot.unfit(text, COUNTRY.expected(), known ? upper : "");
    }

    private static @Nullable String place(String text, Spot spot) {
        if (text.equals("default") || CONTINENTS.contains(text)) {
            return text;
        }
        if (isPart(text)) {
            return text;
        }
        String fix = Countries.KNOWN.contains(text.toUpperCase(Locale.ROOT))
                ? text.toUpperCase(Locale.ROOT)
                : Nearest.to(text, CONTINENTS).orElse("");
        return spot.unfit(text, PLACE.expected(), fix);
    }

    /** A country, or a part of one as ISO 3166-2 codes it. */
    private static boolean isPart(String text) {
        int dash = text.indexOf('-');
        String country = dash < 0 ? text : text.substring(0, dash);
        return Countries.KNOWN.contains(country)
                && (dash < 0 || text.substring(dash + 1).matches("[A-Z0-9]{1,3}"));
    }

    /** Made when first asked. */
    private static final class Countries {
        static final Set<String> KNOWN = Set.of(Locale.getISOCountries());
    }
}
