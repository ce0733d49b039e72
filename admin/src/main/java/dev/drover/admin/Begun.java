package dev.drover.admin;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The body of an answer that has none before something is written. */
final class Begun extends OutputStream {
    private final ServerResponse response;
    private @Nullable OutputStream body;

    Begun(ServerResponse response) {
        this.response = response;
    }

    private OutputStream body() {
        OutputStream begun = body;
        if (begun == null) {
            response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream")
                    .header(HeaderNames.CACHE_CONTROL, "no-store");
            begun = response.outputStream();
            body = begun;
        }
        return begun;
    }

    @Override
    public void write(int one) throws IOException {
        body().write(one);
    }

    @Override
    public void write(byte[] some, int offset, int length) throws IOException {
        body().write(some, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (body != null) {
            body.close();
        }
    }
}
