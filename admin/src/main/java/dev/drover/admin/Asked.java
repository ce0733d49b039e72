package dev.drover.admin;

import dev.drover.admin.Problems.BadRequest;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, each as what it has to be. */
record Asked(ServerRequest request) {
    /** Null where it is not given. */
    @Nullable
    String text(String name) {
        return request.query().first(name).orElse(null);
    }

    boolean is(String name) {
        return "true".equals(text(name));
    }

    String wanted(String name) {
        String value = text(name);
        if (value == null || value.isEmpty()) {
            throw new BadRequest("parameter " + name + " is missing");
        }
        return value;
    }

    /** A whole number above 0; empty where it is not given. */
    Optional<Integer> number(String name) {
        String text = text(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            int value = Integer.parseInt(text);
            if (value > 0) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadRequest("parameter " + name + ": " + text + " (expected: a whole number above 0)");
    }

    Instant moment(String name) {
        String text = wanted(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadRequest(
                    "parameter " + name + ": " + text + " (expected: a moment, such as 2030-01-31T14:05:00Z)");
        }
    }

    /** Who asks, as told: for the history, not for authority. */
    String author() {
        String author = text("author");
        return author == null ? "api" : author.replaceAll("[^ -~]", "?");
    }
}
