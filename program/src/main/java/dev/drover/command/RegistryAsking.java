package dev.drover.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Unanswered;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that asks a registry one question. */
abstract class RegistryAsking extends AskingCommand {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Another registry, or a Consul; that of this node unless told.")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token; else DROVER_REGISTRY_TOKEN of the environment.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Authorities to trust for https besides those of this machine, in PEM.")
    private @Nullable Path authorities;

    /** What is at the path; fails where nothing is. */
    JsonNode ask(String path, String missing) throws Failure, InterruptedException {
        String token = RegistryServer.token("--token-file", tokenFile, "DROVER_REGISTRY_TOKEN", output().environment());
        String server = url == null ? RegistryServer.ofNode(client()) : url;
        try (Remote remote = RegistryServer.at("--url", server, token, authorities)) {
            JsonNode told = remote.read(path);
            if (told.isMissingNode() || (told.isArray() && told.isEmpty() && !missing.isEmpty())) {
                throw new Failure(ExitCode.REFUSED, "drover: " + missing);
            }
            return told;
        } catch (Unanswered e) {
            throw RegistryServer.failure(e, "", "--token-file FILE or DROVER_REGISTRY_TOKEN");
        }
    }
}
