package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Query;
import dev.drover.http.serve.Answer;
import dev.drover.http.serve.Asked;
import dev.drover.http.serve.Handler;
import dev.drover.wire.datagram.Peer;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one loop by whatever answers are in force (RFC 8484). Every answer of DNS is a success of HTTP, one that says
 * that there is no such name, too; what is no query is a bad request.
 */
final class HttpsService implements Handler {
    /** Bytes that a query may have. */
    static final int LONGEST = 4096;

    /** The one that everybody uses. */
    private static final String PATH = "/dns-query";

    private static final String MESSAGE = "application/dns-message";
    private static final String PARAMETER = "dns=";

    private final Query query = new Query();
    private final Peer peer = new Peer();
    private final Supplier<Answers> answers;
    private final Tally tally;

    HttpsService(Supplier<Answers> answers, DnsServer.Staff staff) {
        this.answers = answers;
        this.tally = staff.figures().open(Figures.Transport.HTTPS);
        query.edns().isPrivate(true);
    }

    @Override
    public @Nullable Answer answer(Asked asked) {
        if (!asked.path().equals(PATH)) {
            return Answer.of(404);
        }
        return switch (asked.method()) {
            case "GET", "HEAD" -> answered(read(asked.query()), asked);
            case "POST" -> isMessage(asked.field("content-type")) ? answered(body(asked), asked) : Answer.of(415);
            default -> Answer.of(405).with("allow", "GET, HEAD, POST");
        };
    }

    /** Parameters of a media type mean nothing here. */
    private static boolean isMessage(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase(MESSAGE);
    }

    private int body(Asked asked) {
        asked.copyBody(query.bytes());
        return asked.length();
    }

    /** Puts the message of a target where queries are parsed; gives its length, or -1 (RFC 8484 sections 4.1 and 6). */
    private int read(String parameters) {
        for (String parameter : parameters.split("&", -1)) {
            if (parameter.startsWith(PARAMETER)) {
                String text = parameter.substring(PARAMETER.length());
                if (text.indexOf('=') >= 0) {
                    return -1;
                }
                try {
                    byte[] message = Base64.getUrlDecoder().decode(text);
                    System.arraycopy(message, 0, query.bytes(), 0, message.length);
                    return message.length;
                } catch (IllegalArgumentException e) {
                    return -1;
                }
            }
        }
        return -1;
    }

    private @Nullable Answer answered(int length, Asked asked) {
        if (length < 0) {
            return Answer.of(400);
        }
        peer.set(asked.client());
        query.from(peer.high(), peer.low());
        Answers now = answers.get();
        query.canWait(asked.canWait());
        int size = now.answerOrLeave(query, length, true);
        if (size == Answers.LATER && query.awaited() != null && asked.canWait()) {
            asked.await(query.awaited());
            return null;
        }
        if (size == Answers.LEFT || size == Answers.LATER) {
            size = now.answer(query, length, true);
        }
        tally.count(query, size, now);
        if (size == 0) {
            return Answer.of(400);
        }
        return Answer.of(200, query.bytes(), size).with("content-type", MESSAGE).with("cache-control", kept(size));
    }

    /** What was chosen for this client is no other's (RFC 8484 section 5.1). */
    private String kept(int size) {
        long seconds = Freshness.of(query.bytes(), size);
        return (query.decidedBy().isEmpty() ? "" : "private, ") + "max-age=" + seconds;
    }
}
