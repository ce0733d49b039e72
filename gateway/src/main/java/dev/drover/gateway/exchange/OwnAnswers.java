package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Connections;
import dev.drover.http.head.Flaw;
import io.netty.buffer.ByteBuf;

/** Answers to a client without an upstream, and what any answer says about the connection. */
final class OwnAnswers {
    private final ClientConnection client;

    OwnAnswers(ClientConnection client) {
        this.client = client;
    }

    /** Whether the connection ends after the present answer. */
    boolean closesAfterwards() {
        return !client.head().keepsAlive()
                || !client.body().isComplete()
                || client.exchange().lane().closing();
    }

    ResponseWriter.Afterwards afterwards(boolean closes) {
        if (closes) {
            return ResponseWriter.Afterwards.CLOSE;
        }
        return client.head().minorVersion() == 0
                ? ResponseWriter.Afterwards.KEEP_AND_SAY
                : ResponseWriter.Afterwards.KEEP;
    }

    /** Ends the present request with this answer. */
    void give(Answer answer) {
        boolean closes = answer.closes() || closesAfterwards();
        Exchange exchange = client.exchange();
        ByteBuf text = exchange.scratch();
        exchange.responses().answer(answer, client.request(), afterwards(closes), text);
        if (!client.head().method().equals("HEAD")) {
            text.writeBytes(answer.body());
        }
        client.request().notes().status(answer.status());
        client.output().send(text);
        client.ended(closes);
    }

    /** Answers a head that is no head, and closes. */
    void flawed(Flaw flaw) {
        rejected(Connections.Reason.HEAD_INVALID);
        refuse(flaw.status(), flaw.detail());
    }

    /** Answers a head that did not come in time, and closes. */
    void late() {
        rejected(Connections.Reason.HEAD_TIMEOUT);
        refuse(408, "the head did not come in time");
    }

    private void rejected(Connections.Reason reason) {
        client.exchange().lane().connections().rejected(client.entrance().name(), reason);
    }

    /** Answers what is not entered, and closes: where the next request would begin is not known. */
    void refuse(int status, String detail) {
        client.body().untilClose();
        give(client.request().refuse(status, detail));
    }

    /** Ends a request that was entered with a problem. */
    void problem(int status, String detail) {
        give(client.exchange().lane().problem(client.request(), status, detail));
    }
}
