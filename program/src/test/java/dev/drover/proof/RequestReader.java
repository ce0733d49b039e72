package dev.drover.proof;

import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.RecordingOrigin;
import dev.drover.testkit.http.Reply;
import dev.drover.testkit.http.StrictRequest;
import dev.drover.testkit.peer.Nginx;
import dev.drover.testkit.peer.NodeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Somebody else's understanding of bytes: the requests that a server written by others finds in them. */
interface RequestReader extends AutoCloseable {
    Duration PATIENCE = Duration.ofSeconds(5);

    String name();

    /** The {@linkplain StrictRequest#meaning meanings} found, in order. The last request of the bytes closes the connection. */
    List<String> understand(byte[] bytes) throws IOException;

    @Override
    void close();

    /** nginx, asked what it would proxy. */
    static RequestReader nginx(Path folder) {
        var seen = new RecordingOrigin();
        Nginx nginx = Nginx.start(folder, "", """
                    client_max_body_size 0; large_client_header_buffers 16 512k; underscores_in_headers on;
                    location / {
                      proxy_http_version 1.1;
                      proxy_set_header Connection close;
                      proxy_set_header X-Seen-Host $http_host;
                      proxy_pass http://127.0.0.1:%d;
                    }
                """.formatted(seen.port()));
        return new RequestReader() {
            @Override
            public String name() {
                return "nginx";
            }

            @Override
            public List<String> understand(byte[] bytes) throws IOException {
                int before = seen.requests().size();
                try (RawClient client = RawClient.connect(nginx.port(), PATIENCE)) {
                    client.send(bytes).replies();
                }
                return seen.requests().stream()
                        .skip(before)
                        .map(r -> StrictRequest.meaning(
                                r.method(), r.target(), String.join(" + ", r.all("x-seen-host")), r.body()))
                        .toList();
            }

            @Override
            public void close() {
                nginx.close();
                seen.close();
            }
        };
    }

    /** Node's http server in its strict default. */
    static RequestReader node(Path folder) {
        NodeServer node = NodeServer.start(folder, """
                const server = require('http').createServer({maxHeaderSize: 1 << 20}, (request, response) => {
                  const parts = [];
                  request.on('data', part => parts.push(part));
                  request.on('end', () => {
                    const body = Buffer.concat(parts);
                    const meaning = Buffer.concat([Buffer.from(
                      `${request.method} ${request.url} ${request.headers.host} ${body.length}:`, 'latin1'), body]);
                    response.setHeader('X-Meaning', meaning.toString('base64'));
                    response.setHeader('Content-Length', 0);
                    response.end();
                  });
                });
                server.listen(Number(process.argv[2]), '127.0.0.1');
                """);
        return new RequestReader() {
            @Override
            public String name() {
                return "node";
            }

            @Override
            public List<String> understand(byte[] bytes) throws IOException {
                try (RawClient client = RawClient.connect(node.port(), PATIENCE)) {
                    return client.send(bytes).replies().replies().stream()
                            .map(RequestReader::meaning)
                            .toList();
                }
            }

            @Override
            public void close() {
                node.close();
            }
        };
    }

    private static String meaning(Reply reply) {
        return reply.field("x-meaning")
                .map(m -> new String(Base64.getDecoder().decode(m), StandardCharsets.ISO_8859_1))
                .orElse(reply.statusLine());
    }
}
