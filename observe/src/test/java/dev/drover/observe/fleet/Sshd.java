package dev.drover.observe.fleet;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real sshd on loopback, with keys and configuration of its own, which lets the test's own account in. */
final class Sshd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    /** Root's sshd wants it, and Debian makes it only when the service starts. */
    private static final Path EMPTY = Path.of("/run/sshd");

    private final Path folder;
    private final int port = FreePort.next();
    private final Process process;
    private boolean made;

    Sshd(Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PROGRAM), "needs the program sshd");
        this.folder = folder;
        if (isRoot()) {
            made = !Files.exists(EMPTY);
            Files.createDirectories(EMPTY);
        }
        for (String key : List.of("host", "whole", "less", "strange")) {
            run(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    folder.resolve(key).toString());
        }
        String less = isRoot() ? "setpriv --reuid=65534 --regid=65534 --clear-groups sh -s" : "sh -s";
        Files.writeString(
                folder.resolve("authorized"),
                Files.readString(folder.resolve("whole.pub")) + "command=\"" + less + "\" "
                        + Files.readString(folder.resolve("less.pub")));
        Files.writeString(
                folder.resolve("known"), "[127.0.0.1]:" + port + " " + Files.readString(folder.resolve("host.pub")));
        Files.writeString(folder.resolve("empty"), "");
        client("whole", "known");
        client("less", "known");
        client("strange", "known");
        client("stranger", "empty");
        process = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", server().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Await.until("sshd to listen", Duration.ofSeconds(60), () -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Path server() throws IOException {
        return Files.writeString(folder.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                StrictModes no
                UsePAM no
                PermitRootLogin yes
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                """.formatted(
                        port, folder.resolve("host"), folder.resolve("authorized")));
    }

    private void client(String name, String known) throws IOException {
        Files.writeString(folder.resolve(name + ".conf"), """
                Host *
                  HostName 127.0.0.1
                  Port %d
                  IdentityFile %s
                  IdentitiesOnly yes
                  IdentityAgent none
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile none
                """.formatted(
                        port, folder.resolve(name.equals("stranger") ? "whole" : name), folder.resolve(known)));
    }

    /** As the account of the test. */
    Ssh whole() {
        return with("whole");
    }

    /** As an account without rights, where the test runs as root. */
    Ssh less() {
        return with("less");
    }

    /** With a key that it does not know. */
    Ssh refused() {
        return with("strange");
    }

    /** As somebody who does not know this host. */
    Ssh unknown() {
        return with("stranger");
    }

    private Ssh with(String name) {
        return new Ssh(List.of("ssh", "-F", folder.resolve(name + ".conf").toString()), "5ecre7");
    }

    /** Ends it with all its connections, as a host that is switched off; nothing listens when this returns. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command[0] + " failed");
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        if (made) {
            Files.deleteIfExists(EMPTY);
        }
    }
}
