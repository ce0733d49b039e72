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
        fields.put("Location", filled(location, request));
        return Answer.of(status, fields, new byte[0]);
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
