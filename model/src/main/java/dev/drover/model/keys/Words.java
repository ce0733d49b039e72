package dev.drover.model.keys;

import dev.drover.model.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts, names, files and secrets. */
final class Words {
    private static final Map<String, Object> TEXT_SCHEMA = Json.object("type", List.of("string", "number", "boolean"));

    /** Any text, the empty one too. */
    static final Scalar<String> ANY = Scalar.of("a text", TEXT_SCHEMA, (text, spot) -> text);

    static final Scalar<String> TEXT = Scalar.of(
            "a text",
            Json.object("type", List.of("string", "number", "boolean"), "minLength", 1),
            (text, spot) -> text.isEmpty() ? spot.unfit(text, "a text", "") : text);

    /** A name given by the writer: it goes into paths, metrics and log lines. */
    static final Scalar<String> NAME = Scalar.of(
            "a name of letters, digits, -, _ and ., at most 63",
            Json.object("type", List.of("string", "number", "boolean"), "pattern", "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"),
            Words::name);

    /** The name that something else was given. */
    static Scalar<String> nameOf(String what) {
        return Scalar.of("the name of " + what, NAME.schema(), Words::name);
    }

    /** Name of a route, where blanks, slashes and the like help to tell them apart. */
    static final Scalar<String> TITLE = Scalar.of(
            "a name of at most 100 printable characters",
            Json.object("type", List.of("string", "number", "boolean"), "minLength", 1, "maxLength", 100),
            Words::title);

    static final Scalar<Boolean> YES_NO =
            Scalar.of("true or false", Json.object("enum", List.of(true, false, "true", "false")), Words::yesNo);

    static final Scalar<Path> FILE = Scalar.of(
            "a file, relative to the folder of this one",
            Json.object("type", List.of("string", "number", "boolean"), "minLength", 1),
            Words::file);

    /** Name of an environment variable. */
    static final Scalar<String> VARIABLE =
            Scalar.of("the name of an environment variable", "^[A-Za-z_][A-Za-z0-9_]*$", Words::variable);

    static final Choice<Secret> SECRET = Choice.<Secret>of("")
            .otherwise(ANY.map(Secret.Plain::new))
            .with("env", VARIABLE.map(Secret.Env::new))
            .with("file", FILE.map(Secret.File::new));

    private Words() {}

    private static @Nullable String name(String text, Spot spot) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && (i == 0 || (c != '-' && c != '_' && c != '.'))) {
                return spot.unfit(text, NAME.expected(), "");
            }
        }
        return text.isEmpty() || text.length() > 63 ? spot.unfit(text, NAME.expected(), "") : text;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static @Nullable String title(String text, Spot spot) {
        boolean fits = !text.isBlank() && text.length() <= 100;
        for (int i = 0; fits && i < text.length(); i++) {
            fits = text.charAt(i) >= ' ' && text.charAt(i) != 0x7f && text.charAt(i) != '"';
        }
        return fits ? text : spot.unfit(text, TITLE.expected(), "");
    }

    private static @Nullable Boolean yesNo(String text, Spot spot) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            case "yes", "on", "True", "TRUE", "1" -> spot.unfit(text, "true or false", "true");
            case "no", "off", "False", "FALSE", "0" -> spot.unfit(text, "true or false", "false");
            default -> spot.unfit(text, "true or false", "");
        };
    }

    private static @Nullable Path file(String text, Spot spot) {
        try {
            return text.isEmpty() || text.indexOf('\0') >= 0
                    ? spot.unfit(text, "a file", "")
                    : spot.reading().resolve(text);
        } catch (InvalidPathException e) {
            return spot.unfit(text, "a file", "");
        }
    }

    private static @Nullable String variable(String text, Spot spot) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '_' && (!isAlphanumeric(c) || (i == 0 && c <= '9'))) {
                String fix = text.startsWith("$") ? text.substring(1).replaceAll("[{}]", "") : "";
                return spot.unfit(text, VARIABLE.expected(), fix);
            }
        }
        return text.isEmpty() ? spot.unfit(text, VARIABLE.expected(), "") : text;
    }
}
