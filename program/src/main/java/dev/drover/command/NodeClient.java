package dev.drover.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.admin.Json;
import dev.drover.node.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the node that holds a data folder, over its admin API, with the token that lies there. */
final class NodeClient {
    /** Longest wait for an answer: an apply may start processes. */
    private static final int PATIENCE_MILLIS = 120_000;

    private final Path data;
    private final String address;
    private final String token;

    private NodeClient(Path data, String address, String token) {
        this.data = data;
        this.address = address;
        this.token = token;
    }

    static NodeClient of(Path data) throws Failure {
        try {
            String address = DataFolder.announced(data);
            if (address == null) {
                throw none(data);
            }
            String token = Files.readString(data.resolve(DataFolder.TOKEN)).strip();
            return new NodeClient(data, address, token);
        } catch (IOException e) {
            throw unreadable(data, e);
        }
    }

    private static Failure unreadable(Path data, IOException e) {
        return new Failure(
                ExitCode.NO_NODE,
                "drover: " + data + " cannot be read (" + e.getClass().getSimpleName() + ")\n"
                        + "  fix: run this as the account that runs drover up, or name the folder with --data DIR");
    }

    private static Failure none(Path data) {
        return new Failure(
                ExitCode.NO_NODE,
                "drover: no node runs on the data folder " + data + "\n"
                        + "  fix: start one with drover up FILE, or name its folder with --data DIR or DROVER_DATA");
    }

    /** The body of a problem document (RFC 9457). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Problem(
            @Nullable String detail,
            @Nullable String cause,
            @Nullable List<String> problems) {}

    /** The link that opens the console of a node that answers. */
    String console() throws Failure {
        var _ = text("/livez");
        try {
            return "http://" + address + "/console/#token="
                    + Files.readString(data.resolve(DataFolder.CONSOLE)).strip();
        } catch (IOException e) {
            throw unreadable(data, e);
        }
    }

    <T> T get(String path, Class<T> type) throws Failure {
        return read(ask("GET", path, null), type);
    }

    <T> T post(String path, @Nullable Object body, Class<T> type) throws Failure {
        return read(ask("POST", path, body), type);
    }

    String text(String path) throws Failure {
        return new String(ask("GET", path, null), StandardCharsets.UTF_8);
    }

    /** What the node sends, whole; a refusal or a node that is not there is a failure. */
    byte[] bytes(String path) throws Failure {
        return ask("GET", path, null);
    }

    /** Lines as they come, until the node ends the answer. */
    void lines(String method, String path, Consumer<String> each) throws Failure {
        HttpURLConnection connection = open(method, path);
        try {
            connection.setReadTimeout(30_000);
            check(connection);
            try (var reader =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                String line = reader.readLine();
                while (line != null) {
                    if (!line.isEmpty()) {
                        each.accept(line);
                    }
                    line = reader.readLine();
                }
            }
        } catch (IOException e) {
            throw lost(e);
        } finally {
            connection.disconnect();
        }
    }

    private byte[] ask(String method, String path, @Nullable Object body) throws Failure {
        HttpURLConnection connection = open(method, path);
        try {
            connection.setReadTimeout(PATIENCE_MILLIS);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                byte[] bytes = Json.bytes(body);
                connection.setFixedLengthStreamingMode(bytes.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(bytes);
                }
            }
            check(connection);
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw lost(e);
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(String method, String path) throws Failure {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://" + address + path).toURL().openConnection(java.net.Proxy.NO_PROXY);
            connection.setRequestMethod(method);
            connection.setConnectTimeout(2_000);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Authorization", "Bearer " + token);
            connection.setRequestProperty("Connection", "close");
            return connection;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static void check(HttpURLConnection connection) throws IOException, Failure {
        int status = connection.getResponseCode();
        if (status < 400) {
            return;
        }
        Problem problem = new Problem(null, null, null);
        try (InputStream in = connection.getErrorStream()) {
            if (in != null) {
                problem = Json.read(in.readAllBytes(), Problem.class);
            }
        }
        throw refused(status, problem);
    }

    private static Failure refused(int status, Problem problem) {
        var message = new StringBuilder();
        if (problem.problems() != null) {
            problem.problems().forEach(p -> message.append(p).append('\n'));
        }
        String detail = problem.detail() == null ? "the node answered " + status : problem.detail();
        message.append("drover: ").append(detail);
        int code = switch (status) {
            case 400, 413, 422 -> ExitCode.BAD_INPUT;
            case 404, 409 -> ExitCode.REFUSED;
            case 401, 403, 421 -> ExitCode.NO_NODE;
            default -> ExitCode.FAILED;
        };
        return new Failure(code, message.toString());
    }

    private Failure lost(IOException e) {
        String what = e instanceof SocketTimeoutException ? "did not answer in time" : "cannot be reached";
        return new Failure(
                ExitCode.NO_NODE,
                "drover: the node of " + data + " at " + address + " " + what + " (" + e.getMessage() + ")\n"
                        + "  fix: see whether it still runs; start it with drover up");
    }

    private static <T> T read(byte[] answer, Class<T> type) throws Failure {
        try {
            return Json.read(answer, type);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "drover: the node speaks another version of the admin API\n  fix: use the same version for both");
        }
    }

    /** A path with its parameters; those that are null are left out. */
    static String path(String path, Map<String, @Nullable String> parameters) {
        var text = new StringBuilder(path);
        char mark = '?';
        for (Map.Entry<String, @Nullable String> parameter : parameters.entrySet()) {
            String value = parameter.getValue();
            if (value != null) {
                text.append(mark).append(parameter.getKey()).append('=');
                text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                mark = '&';
            }
        }
        return text.toString();
    }
}
