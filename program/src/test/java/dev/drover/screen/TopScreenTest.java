package dev.drover.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;

/** The live screen on a virtual terminal that keeps what is drawn on it. */
class TopScreenTest {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Tree DARK = path -> new Content.Unreadable("Permission denied");

    private final ScreenTerminal screen;
    private final LineDisciplineTerminal terminal;
    private final String before;

    TopScreenTest() throws IOException {
        var virtual = ScreenTerminal.withTerminal("test", "xterm-256color", 110, 30);
        screen = virtual.screen();
        terminal = virtual.terminal();
        before = terminal.getAttributes().toString();
    }

    private String seen() {
        var cells = new long[screen.getColumns() * screen.getRows()];
        screen.dump(cells, new int[2]);
        var text = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            int point = ScreenTerminal.cellCodePoint(cells[i]);
            text.appendCodePoint(point == 0 ? ' ' : point);
            text.append((i + 1) % screen.getColumns() == 0 ? "\n" : "");
        }
        return text.toString();
    }

    /** Waits until the screen shows this, a minute at most. */
    private void awaits(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!seen().contains(text)) {
            assertTrue(System.nanoTime() < end, () -> text + " in\n" + seen());
            screen.waitDirty(100);
        }
    }

    private void type(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    private CompletableFuture<Void> started(TopScreen top) {
        var done = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon(true).start(() -> {
            try {
                top.run(new Pulse(DARK, Ticker.system(), EVERY), EVERY);
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private TopScreen top() {
        return new TopScreen(terminal, Ticker.system(), ZoneOffset.UTC, true);
    }

    @Test
    void obeysKeysResizesAndGivesTheTerminalBack()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (TopScreen top = top()) {
            CompletableFuture<Void> done = started(top);
            awaits("RESOURCE");
            assertFalse(terminal.getAttributes().getLocalFlag(Attributes.LocalFlag.ECHO));
            type("x\033[Z?");
            awaits("this help");
            type("?p");
            awaits("PAUSED");
            type("s\033[B\033OB");
            awaits("fullest first");
            terminal.setSize(Size.of(60, 12));
            screen.setSize(Size.of(60, 12));
            terminal.raise(Terminal.Signal.WINCH);
            awaits("q quit");
            type("q");
            done.get(10, TimeUnit.SECONDS);
            assertEquals(before, terminal.getAttributes().toString());
            assertFalse(seen().contains("RESOURCE"), this::seen);
        }
    }

    @Test
    void endsAtASignalFromOutside() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (TopScreen top = top()) {
            CompletableFuture<Void> done = started(top);
            awaits("drover top");
            terminal.raise(Terminal.Signal.INT);
            done.get(10, TimeUnit.SECONDS);
            assertEquals(before, terminal.getAttributes().toString());
        }
    }

    @Test
    void givesTheTerminalBackAfterAnError() {
        Tree broken = path -> {
            throw new IllegalStateException("broken on purpose");
        };
        try (TopScreen top = top()) {
            var pulse = new Pulse(broken, Ticker.system(), EVERY);
            assertThrows(IllegalStateException.class, () -> top.run(pulse, EVERY));
            assertEquals(before, terminal.getAttributes().toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void endsWhenControlCIsPressed() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        TopScreen top = top();
        CompletableFuture<Void> done = started(top);
        awaits("drover top");
        type("\003");
        done.get(10, TimeUnit.SECONDS);
        top.close();
    }
}
