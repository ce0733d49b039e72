package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The servers that are compared, each told to do the same work: 100 routes to one service of two instances over kept
 * connections, forwarded-for fields set, an access log, one event loop.
 */
final class Peers {
    private static final int ROUTES = 100;
    static final String ROUTE = "/r50";

    private final Path folder;
    private final Path project;
    private final int[] backend;

    Peers(Path folder, Path project, int... backend) {
        this.folder = folder;
        this.project = project;
        this.backend = backend.clone();
    }

    /** The server of that name, listening for HTTP and TLS. */
    Running start(String name, int core, int http, int https) throws IOException, InterruptedException {
        var running = switch (name.replaceAll("-.*", "")) {
            case "nginx" -> nginx(name, core, http, https, "");
            // 64 KB stay in memory; with the default of 8 x 4k a part of them goes through a file.
            case "nginx16k" -> nginx(name, core, http, https, "proxy_buffer_size 16k; proxy_buffers 16 16k;");
            case "haproxy" -> haproxy(name, core, http, https);
            case "drover" -> drover(name, core, http, https);
            case "floor" -> floor(name, core, http, https);
            default -> throw new IOException("no server " + name);
        };
        try {
            running.await(http, 60);
            running.await(https, 10);
            running.awaitServing(http, ROUTE + "/1k", 30);
        } catch (IOException | InterruptedException e) {
            running.close();
            throw e;
        }
        return running;
    }

    private static String routes(String each) {
        return IntStream.range(0, ROUTES)
                .mapToObj(i -> each.replace("NN", String.format(Locale.ROOT, "%02d", i)))
                .collect(Collectors.joining());
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.writeString(path, text);
        return path;
    }

    /** A key and a self-signed certificate: ECDSA P-256, what a public authority issues by default today. */
    void makeCertificate() throws IOException, InterruptedException {
        tool(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                "key.pem",
                "-out",
                "chain.pem");
        write("both.pem", Files.readString(folder.resolve("chain.pem")) + Files.readString(folder.resolve("key.pem")));
    }

    private void tool(Path in, String... command) throws IOException, InterruptedException {
        Path log = folder.resolve(command[0] + ".log");
        Process tool = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (tool.waitFor() != 0) {
            throw new IOException(command[0] + ": " + Files.readString(log));
        }
    }

    /** Both instances: an nginx that answers at once, from memory. */
    Running startBackend(int core) throws IOException, InterruptedException {
        write("64k", "x".repeat(64 * 1024));
        String config = head("backend", 20_000)
                + """
                  access_log off;
                  keepalive_requests 1000000000;
                  open_file_cache max=10;
                  sendfile on;
                  tcp_nopush on;
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    listen 127.0.0.1:%d backlog=4096;
                    location = %s/1k { return 200 "%s"; }
                    location = %s/64k { alias %s; }
                    location = / { return 200 "ok"; }
                  }
                }
                """.formatted(backend[0], backend[1], ROUTE, "x".repeat(1024), ROUTE, folder.resolve("64k"));
        var running = Running.start("backend", core, folder, nginxCommand(write("backend.conf", config)));
        running.await(backend[0], 10);
        return running;
    }

    /** No server, but what two system calls per request cost: see {@code bench/floor.c}. */
    private Running floor(String name, int core, int http, int https) throws IOException, InterruptedException {
        Path program = folder.resolve(name);
        tool(project, "cc", "-O2", "-o", program.toString(), "bench/floor.c");
        return Running.start(
                name, core, folder, List.of(program.toString(), Integer.toString(http), Integer.toString(https)));
    }

    private static List<String> nginxCommand(Path config) {
        return List.of("nginx", "-e", "stderr", "-c", config.toString());
    }

    private String head(String name, int connections) {
        return """
                daemon off;
                %s
                worker_processes 1;
                worker_rlimit_nofile %d;
                pid %s/%s.pid;
                error_log stderr warn;
                events { worker_connections %d; }
                http {
                  default_type text/plain;
                  client_body_temp_path %s;
                  proxy_temp_path %s;
                  fastcgi_temp_path %s;
                  uwsgi_temp_path %s;
                  scgi_temp_path %s;
                """.formatted(
                        "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                        connections,
                        folder,
                        name,
                        connections,
                        folder,
                        folder,
                        folder,
                        folder,
                        folder);
    }

    private Running nginx(String name, int core, int http, int https, String buffers) throws IOException {
        String config = head(name, 4096)
                + """
                  access_log %s/%s-access.log combined buffer=64k flush=1s;
                  keepalive_requests 1000000000;
                  tcp_nodelay on;
                  upstream backend {
                    server 127.0.0.1:%d;
                    server 127.0.0.1:%d;
                    keepalive 256;
                    keepalive_requests 1000000000;
                  }
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header X-Forwarded-Host $http_host;
                  proxy_set_header Via "1.1 nginx";
                  %s
                  ssl_protocols TLSv1.2 TLSv1.3;
                  ssl_session_cache shared:SSL:10m;
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    listen 127.0.0.1:%d ssl backlog=4096;
                    ssl_certificate %s/chain.pem;
                    ssl_certificate_key %s/key.pem;
                    location = /fixed { return 200 "%s"; }
                %s
                  }
                }
                """.formatted(
                                folder,
                                name,
                                backend[0],
                                backend[1],
                                buffers,
                                http,
                                https,
                                folder,
                                folder,
                                fixedBody(),
                                routes("    location /rNN/ { proxy_pass http://backend; }\n"));
        return Running.start(name, core, folder, nginxCommand(write(name + ".conf", config)));
    }

    private static String fixedBody() {
        return "y".repeat(100);
    }

    private Running haproxy(String name, int core, int http, int https) throws IOException {
        write(name + ".map", routes("/rNN/ backend\n"));
        String config = """
                global
                  nbthread 1
                  maxconn 4096
                  log ring@access format rfc5424 local0
                ring access
                  format rfc5424
                  maxlen 1200
                  size 1048576
                defaults
                  mode http
                  log global
                  option httplog
                  option forwardfor
                  http-reuse always
                  timeout connect 1s
                  timeout client 60s
                  timeout server 60s
                frontend web
                  bind 127.0.0.1:%d backlog 4096
                  bind 127.0.0.1:%d backlog 4096 ssl crt %s/both.pem
                  http-request set-header X-Forwarded-Proto %%[ssl_fc,iif(https,http)]
                  http-request set-header X-Forwarded-Host %%[req.hdr(host)]
                  http-request set-header Via "1.1 haproxy"
                  http-request return status 200 content-type text/plain string "%s" if { path /fixed }
                  use_backend %%[path,map_beg(%s/%s.map)]
                backend backend
                  balance leastconn
                  server one 127.0.0.1:%d check inter 2s
                  server two 127.0.0.1:%d check inter 2s
                """.formatted(http, https, folder, fixedBody(), folder, name, backend[0], backend[1]);
        return Running.start(
                name,
                core,
                folder,
                List.of("haproxy", "-db", "-f", write(name + ".cfg", config).toString()));
    }

    private Running drover(String name, int core, int http, int https) throws IOException {
        String config = """
                listen:
                  web: {protocol: http, address: "127.0.0.1:%d"}
                  secure: {protocol: https, address: "127.0.0.1:%d", certificates: [public]}
                certificates:
                  public: {names: [localhost], source: {files: {chain: %s/chain.pem, key: %s/key.pem}}}
                services:
                  backend:
                    instances: {addresses: ["127.0.0.1:%d", "127.0.0.1:%d"]}
                    health: {check: {http: {path: /}}, interval: 2s, timeout: 1s}
                routes:
                  - {name: fixed, match: {path: /fixed}, to: {respond: {status: 200, body: "%s"}}}
                %s""".formatted(
                        http,
                        https,
                        folder,
                        folder,
                        backend[0],
                        backend[1],
                        fixedBody(),
                        routes("  - {name: rNN, match: {path: /rNN/**}, to: backend}\n"));
        return Running.start(name, core, folder, droverCommand(name, config));
    }

    /** One listener, one service, one route: for measuring the start. */
    String small(int http) {
        return """
                listen: {web: {protocol: http, address: "127.0.0.1:%d"}}
                services: {backend: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: {http: {path: /}}}}}
                routes: [{match: {path: /**}, to: backend}]
                """.formatted(http, backend[0]);
    }

    /** Something to check on every address of the loopback network. */
    Running startChecked(int core, int port, int instances) throws IOException, InterruptedException {
        String config = head("checked", instances + 1000) + """
                  access_log off;
                  keepalive_requests 1000000000;
                  server { listen *:%d backlog=4096; location / { return 200 "ok"; }
                    location = /status { stub_status; } }
                }
                """.formatted(port);
        var running = Running.start("checked", core, folder, nginxCommand(write("checked.conf", config)));
        running.await(port, 10);
        return running;
    }

    Running startChecker(int core, String config, int admin) throws IOException {
        return Running.start("drover", core, folder, droverCommand("drover", config, admin));
    }

    /** Without its watch of the host, which the peers do not have. */
    private List<String> droverCommand(String name, String config) throws IOException {
        var command = new ArrayList<>(droverCommand(name, config, Running.freePort()));
        command.addAll(List.of("--history", "off"));
        return command;
    }

    private List<String> droverCommand(String name, String config, int admin) throws IOException {
        return List.of(
                project.resolve("drover").toString(),
                "up",
                write(name + ".yaml", config).toString(),
                "--data",
                folder.resolve(name + "-data").toString(),
                "--admin",
                "127.0.0.1:" + admin,
                "--workers",
                "1");
    }
}
