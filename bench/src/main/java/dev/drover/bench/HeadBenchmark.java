package dev.drover.bench;

import dev.drover.http.head.Head;
import dev.drover.http.head.HeadLimits;
import dev.drover.http.head.RequestHead;
import dev.drover.http.head.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to parse a head that has arrived whole: the shortest a load generator sends, and what a browser sends. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadBenchmark {
    private static final String SHORT = "GET /r50/1k HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";

    private static final String BROWSER = """
            GET /catalog/tea?from=mail&sort=price HTTP/1.1
            Host: shop.example.com
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8
            Accept-Language: en-US,en;q=0.5
            Accept-Encoding: gzip, deflate, br
            Referer: https://shop.example.com/catalog
            Cookie: session=4f9d2c7e8b1a4c55a1e0f3d2c4b5a697; shop=orders-2; consent=yes
            DNT: 1
            Connection: keep-alive
            Upgrade-Insecure-Requests: 1
            If-None-Match: "5f3c-18a2b"

            """.replace("\n", "\r\n");

    private static final String RESPONSE = """
            HTTP/1.1 200 OK
            Date: Sun, 22 Nov 2026 11:12:13 GMT
            Content-Type: application/json
            Content-Length: 1024
            Cache-Control: max-age=60
            ETag: "5f3c-18a2b"

            """.replace("\n", "\r\n");

    private final ByteBuf shortest = bytes(SHORT);
    private final ByteBuf browser = bytes(BROWSER);
    private final ByteBuf response = bytes(RESPONSE);
    private final RequestHead request = new RequestHead(HeadLimits.DEFAULT);
    private final ResponseHead answer = new ResponseHead(HeadLimits.DEFAULT);

    private static ByteBuf bytes(String text) {
        return Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Benchmark
    public Head.Progress shortestRequest() {
        return parse(request, shortest);
    }

    @Benchmark
    public Head.Progress browserRequest() {
        return parse(request, browser);
    }

    @Benchmark
    public Head.Progress response() {
        return parse(answer, response);
    }

    private static Head.Progress parse(Head head, ByteBuf bytes) {
        bytes.readerIndex(0);
        head.clear();
        return head.read(bytes);
    }
}
