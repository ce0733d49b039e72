package dev.drover.clients;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A HAProxy with four slots that it fills by the SRV records of the service {@code web}. */
final class HaproxySlots implements AutoCloseable {
    private static final int LONGEST = 1 << 16;
    /** Maintenance or drain, by whomever: with names that do not resolve it is the resolver (SRV_ADMF_* of HAProxy's server-t.h). */
    private static final int OUT = 0x3f;

    private final Running program;
    private final Path socket;

    private HaproxySlots(Running program, Path socket) {
        this.program = program;
        this.socket = socket;
    }

    /** @param dns port on which names are answered */
    static HaproxySlots start(Path folder, int dns) throws IOException {
        Path socket = Files.createDirectories(folder).resolve("s");
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                  maxconn 100
                  stats socket %s mode 600 level admin
                resolvers names
                  nameserver one 127.0.0.1:%d
                  accepted_payload_size 4096
                  resolve_retries 3
                  timeout resolve 200ms
                  timeout retry 500ms
                  hold valid 200ms
                  hold obsolete 0s
                  hold nx 0s
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 10s
                  timeout server 10s
                listen front
                  bind 127.0.0.1:%d
                  server-template web 4 _web._tcp.service.consul resolvers names resolve-prefer ipv4 init-addr none
                """.formatted(socket, dns, FreePort.next()));
        return new HaproxySlots(
                Running.of("/usr/sbin/haproxy", "-db", "-f", file.toString()).start(), socket);
    }

    /** Addresses of the slots that are in service: of {@code show servers state}, the version 1 of its fields. */
    Set<String> filled() throws IOException {
        var filled = new TreeSet<String>();
        for (String line : ask("show servers state front\n").split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            boolean slot = fields.length > 18 && fields[3].startsWith("web");
            boolean filledIn = slot && !fields[4].equals("-") && !fields[18].equals("0");
            if (filledIn && fields[5].equals("2") && (Integer.parseInt(fields[6]) & OUT) == 0) {
                filled.add(fields[4] + ":" + fields[18]);
            }
        }
        return filled;
    }

    private String ask(String command) throws IOException {
        if (!Files.exists(socket)) {
            return "";
        }
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(LONGEST);
            while (channel.read(answer) >= 0 && answer.hasRemaining()) {
                // Until it ends.
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
    }

    String said() {
        try {
            return program.said() + "\n" + ask("show servers state front\n");
        } catch (IOException e) {
            return program.said() + "\n" + e;
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
