package dev.drover.gateway.answer;

import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Template;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/** Answers that send a client elsewhere (RFC 9110 section 15.4). */
public final class Redirects {
    private Redirects() {}

    /** The location is filled from the request; nothing in it can end the field's line. */
    public static Answer to(int status, Template location, Request request) {
        var fields = new LinkedHashMap<String, String>();
        String filled = filled(location, request);
        fields.put("Location", location.beginsWithFact() ? onThisHost(filled) : filled);
        return Answer.of(status, fields, new byte[0]);
    }

    /** A client's own {@code //evil.example} would be a reference to another host (RFC 3986 section 4.2). */
    private static String onThisHost(String location) {
        int at = 0;
        while (at < location.length() && (location.charAt(at) == '/' || location.charAt(at) == '\\')) {
            at++;
        }
        return at > 1 ? "/" + location.substring(at) : location;
    }

    private static String filled(Template location, Request request) {
        ByteBuf buffer = Unpooled.buffer(256);
        try {
            location.write(request, buffer);
            return buffer.toString(StandardCharsets.ISO_8859_1);
        } finally {
            buffer.release();
        }
    }
}
