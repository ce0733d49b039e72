package dev.drover.gateway.exchange;

import dev.drover.wire.Timer;
import java.time.Duration;

/**
 * The lingering close of a client connection: what was answered is written, and the client gets time to read it. A close with
 * unread input would reset the connection and could destroy the answer (RFC 9112 section 9.6).
 */
final class Farewell {
    private static final Duration LINGER_TIME = Duration.ofSeconds(2);

    private final ClientConnection client;
    private final Timer clock;
    private final Taking taking;

    /** Arms the clock, whose expiry is to be told by {@link #closeUnlessTaking}. */
    Farewell(ClientConnection client, Timer clock, Taking taking) {
        this.client = client;
        this.clock = clock;
        this.taking = taking;
    }

    /** After an answer. Releases what is held. */
    void linger() {
        ClientInput input = client.input();
        boolean allRead = input.body().isComplete() && input.holdsNothing();
        releaseAll();
        if (allRead || input.hasEnded() || client.request().peer().isEncrypted()) {
            client.output().closeWhenWritten();
        } else {
            client.output().finishWhenWritten();
            client.adjustReading();
        }
        client.timers().arm(clock, LINGER_TIME);
    }

    /** Nothing more will be asked: what was answered is written, then the connection ends. Releases what is held. */
    void closeGently() {
        releaseAll();
        client.output().closeWhenWritten();
        client.timers().arm(clock, LINGER_TIME);
    }

    /** Time is over: whoever still takes what was written is left to {@link Taking}. */
    void closeUnlessTaking() {
        if (taking.watches()) {
            client.timers().arm(clock, client.exchange().guards().takeTime());
        } else {
            client.close();
        }
    }

    /** Releases everything that the connection holds of what it read. */
    void releaseAll() {
        client.output().releaseSpare();
        client.input().release();
    }
}
