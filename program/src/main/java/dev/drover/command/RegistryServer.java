package dev.drover.command;

import dev.drover.plane.control.Status;
import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Trust;
import dev.drover.registry.client.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server of Consul's HTTP API as a command line names it, and the secret that opens it, which a command line must not hold. */
final class RegistryServer {
    private RegistryServer() {}

    /** The server at a URL; {@code HOST:PORT} is one, too, as in Consul's own settings. */
    static Remote at(String option, String typed, String token, @Nullable Path authorities) throws Failure {
        Optional<Trust> trust = trust(authorities);
        String text = typed.contains("://") ? typed : "http://" + typed;
        try {
            URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            String scheme = String.valueOf(url.getScheme());
            boolean bare = url.getRawPath().isEmpty() && url.getRawQuery() == null && url.getRawUserInfo() == null;
            if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null && bare) {
                return new Remote(url, token, trust);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new Failure(
                ExitCode.BAD_INPUT,
                "drover: " + option + " " + typed + " (expected: a URL such as http://127.0.0.1:8500)");
    }

    private static Optional<Trust> trust(@Nullable Path authorities) throws Failure {
        try {
            return authorities == null ? Optional.empty() : Optional.of(Trust.also(authorities));
        } catch (IOException e) {
            String why = e instanceof FileSystemException ? "cannot be read" : String.valueOf(e.getMessage());
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --ca-file " + authorities + ": " + why
                            + " (expected: certificates of authorities, in PEM)");
        }
    }

    /** Where the node of this data folder has its registry. */
    static String ofNode(NodeClient client) throws Failure {
        Status.RegistryLine registry = client.get("/v1/status", Status.class).registry();
        if (registry == null) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "drover: the node runs without a registry\n  fix: add registry: {} to its file, or name another with --into URL");
        }
        return "http://" + registry.address().replaceFirst("^([*]|0[.]0[.]0[.]0|\\[::]):", "127.0.0.1:");
    }

    /** How a command ends that was not answered. */
    static Failure failure(Unanswered e, String state, String option) {
        String said = "drover: " + e.getMessage() + state;
        if (e.isDenied()) {
            return new Failure(ExitCode.REFUSED, said + "\n  fix: give a token that may, " + option);
        }
        if (e.isUntrusted()) {
            return new Failure(
                    ExitCode.FAILED,
                    said
                            + "\n  fix: --ca-file FILE, with the certificate of the authority that signed its own; and ask it by a name"
                            + " that stands in it");
        }
        return new Failure(e.isReached() ? ExitCode.FAILED : ExitCode.NO_NODE, said);
    }

    /** The token in a file, or in the environment; empty for none. */
    static String token(String option, @Nullable Path file, String variable, Map<String, String> environment)
            throws Failure {
        if (file == null) {
            return environment.getOrDefault(variable, "").strip();
        }
        try {
            String token = Files.readString(file).lines().findFirst().orElse("").strip();
            if (!token.isEmpty()) {
                return token;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new Failure(
                ExitCode.BAD_INPUT,
                "drover: " + option + " " + file
                        + " holds no token, or cannot be read (expected: a secret in its first line)");
    }
}
