package dev.drover.dns.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Authority;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.plane.Ticker;
import dev.drover.testkit.TestCertificate;
import dev.drover.wire.Loops;
import dev.drover.wire.tls.KeyFiles;
import dev.drover.wire.tls.ServerKeys;
import dev.drover.wire.tls.ServerTls;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers on streams that have to wait for somebody else. */
@Timeout(60)
class LaterTest {
    private static final int HEADER = 12;

    /** Has nothing but answers with a code, of {@code slow.test} once it was told to. */
    private static final class Slow implements Authority {
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public DnsName origin() {
            return DnsName.parse("test");
        }

        @Override
        public int payload() {
            return 512;
        }

        @Override
        public int answer(Query query, int room, boolean stream) {
            if (query.nameValue().firstLabel().equals("slow") && !done.isDone()) {
                query.await(done);
                return LATER;
            }
            query.answerWith(0, 0, 0, 0);
            return query.questionEnd();
        }
    }

    private static byte[] framed(int id, String label) {
        byte[] name = DnsName.parse(label + ".test").wire();
        var all = new byte[2 + HEADER + name.length + 4];
        all[1] = (byte) (all.length - 2);
        all[3] = (byte) id;
        all[7] = 1;
        System.arraycopy(name, 0, all, 2 + HEADER, name.length);
        all[all.length - 3] = 1;
        all[all.length - 1] = 1;
        return all;
    }

    private static int answeredId(DataInputStream in) throws IOException {
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        assertEquals(0x84, answer[2] & 0xff, "an answer with authority");
        return answer[1];
    }

    @Test
    void answersInOrderOnceItIsTold() throws Exception {
        var slow = new Slow();
        Answers answers = Answers.NONE.beside(List.of(slow));
        try (var loops = Loops.start(1, Ticker.system());
                var server = DnsServer.open(loops, "127.0.0.1", 0, answers);
                var one = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var other = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            one.setSoTimeout(300);
            other.setSoTimeout(20_000);
            one.getOutputStream().write(framed(1, "slow"));
            one.getOutputStream().write(framed(2, "quick"));
            other.getOutputStream().write(framed(3, "quick"));
            assertEquals(3, answeredId(new DataInputStream(other.getInputStream())), "others are not held up");
            var in = new DataInputStream(one.getInputStream());
            assertThrows(SocketTimeoutException.class, in::readUnsignedShort);
            one.setSoTimeout(20_000);
            slow.done.complete(null);
            assertEquals(1, answeredId(in));
            assertEquals(2, answeredId(in));
            one.getOutputStream().write(framed(4, "slow"));
            assertEquals(4, answeredId(in));
        }
    }

    @Test
    void forgetsWhoDoesNotWait() throws Exception {
        var slow = new Slow();
        try (var loops = Loops.start(1, Ticker.system());
                var server = DnsServer.open(loops, "127.0.0.1", 0, Answers.NONE.beside(List.of(slow)));
                var gone = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var other = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            gone.getOutputStream().write(framed(1, "slow"));
            gone.close();
            slow.done.complete(null);
            other.setSoTimeout(20_000);
            other.getOutputStream().write(framed(2, "slow"));
            assertEquals(2, answeredId(new DataInputStream(other.getInputStream())));
        }
    }

    @Test
    void answersARequestOnceItIsTold(@TempDir Path folder) throws Exception {
        var slow = new Slow();
        Answers answers = Answers.NONE.beside(List.of(slow));
        var certificate = new TestCertificate(folder);
        var files = new KeyFiles("one", List.of("localhost"), certificate.authority(), certificate.key());
        byte[] framed = framed(1, "slow");
        try (var loops = Loops.start(1, Ticker.system());
                var keys = ServerKeys.load(List.of(files), HttpsServer.PROTOCOLS, InstantSource.system(), said -> {});
                var server = HttpsServer.open(
                        loops,
                        "127.0.0.1",
                        0,
                        answers,
                        DnsServer.Staff.none(),
                        new ServerTls(keys, List.of("one"), Duration.ofSeconds(10)));
                var client = HttpClient.newBuilder()
                        .sslContext(certificate.trusting())
                        .build()) {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/dns-query"))
                    .header("content-type", "application/dns-message")
                    .POST(BodyPublishers.ofByteArray(framed, 2, framed.length - 2))
                    .build();
            var answer = client.sendAsync(request, BodyHandlers.ofByteArray());
            assertThrows(TimeoutException.class, () -> answer.get(300, TimeUnit.MILLISECONDS));
            slow.done.complete(null);
            byte[] told = answer.get(20, TimeUnit.SECONDS).body();
            assertEquals(0x84, told[2] & 0xff, "an answer with authority");
            assertEquals(1, told[1]);
        }
    }
}
