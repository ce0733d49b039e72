package dev.drover.screen;

import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.ShutdownHooks;
import org.jspecify.annotations.Nullable;

/**
 * The terminal while it shows the table: on its second screen, without a cursor, key by key. However this ends, by a key, a signal
 * or an error, the terminal is given back as it was.
 */
public final class TopScreen implements AutoCloseable {
    private static final long LONGEST_WAIT = 200;
    private static final long SPLIT_KEY = 50;
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final Ticker ticker;
    private final ZoneId zone;
    private final boolean colours;
    private final Display display;
    private final Attributes before;
    private final AtomicBoolean entered = new AtomicBoolean();
    private final AtomicBoolean resized = new AtomicBoolean();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final View view = new View();
    private @Nullable Moment shown;
    private ShutdownHooks.@Nullable Task hook;

    /**
     * @param terminal is closed with this
     */
    TopScreen(Terminal terminal, Ticker ticker, ZoneId zone, boolean colours) {
        this.terminal = terminal;
        this.ticker = ticker;
        this.zone = zone;
        this.colours = colours;
        this.before = terminal.getAttributes();
        this.display = new Display(terminal, true);
    }

    /**
     * On the terminal that this process was started from. JLine's tasks at the end of the process run in the order in which they were
     * added, and a terminal adds one that closes it: ours must be there before.
     */
    public static TopScreen standard(Ticker ticker, ZoneId zone, boolean colours) throws IOException {
        var made = new AtomicReference<@Nullable TopScreen>();
        ShutdownHooks.Task hook = ShutdownHooks.add(() -> {
            TopScreen screen = made.get();
            if (screen != null) {
                screen.leave();
            }
        });
        Terminal terminal = TerminalBuilder.builder()
                .name("drover")
                .system(true)
                .dumb(false)
                .build();
        var screen = new TopScreen(terminal, ticker, zone, colours);
        screen.hook = hook;
        made.set(screen);
        return screen;
    }

    /** Shows moments until a key ends it. */
    public void run(Pulse pulse, Duration every) throws IOException {
        enter();
        try {
            var keys = new BindingReader(terminal.reader());
            KeyMap<View.Key> bindings = bindings();
            pulse.beat();
            draw(every);
            long due = ticker.nanos() + Math.min(FIRST.toNanos(), every.toNanos());
            while (!interrupted.get()) {
                long left = due - ticker.nanos();
                if (left <= 0) {
                    show(pulse.beat());
                    due = Math.max(due + every.toNanos(), ticker.nanos());
                    draw(every);
                } else if (!key(keys, bindings, left, every)) {
                    return;
                }
            }
        } finally {
            leave();
        }
    }

    private void show(Optional<Moment> moment) {
        if (!view.paused() || shown == null) {
            shown = moment.orElse(shown);
        }
    }

    /** Waits for a key; returns whether to go on. */
    private boolean key(BindingReader keys, KeyMap<View.Key> bindings, long nanos, Duration every) {
        long millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, LONGEST_WAIT);
        int next = keys.peekCharacter(millis);
        boolean goOn = true;
        if (next >= 0) {
            View.Key key = keys.readBinding(bindings, null, true);
            goOn = key != null
                    && view.press(key, shown == null ? 0 : shown.rows().size());
        } else if (next == -1) {
            return false; // the terminal is gone
        }
        if (goOn && (next >= 0 || resized.get())) {
            draw(every);
        }
        return goOn;
    }

    private KeyMap<View.Key> bindings() {
        var keys = new KeyMap<View.Key>();
        keys.bind(View.Key.QUIT, "q", "Q", KeyMap.ctrl('C'));
        keys.bind(View.Key.PAUSE, "p", "P", " ");
        keys.bind(View.Key.SORT, "s", "S");
        keys.bind(View.Key.HELP, "?", "h");
        bind(keys, View.Key.UP, Capability.key_up, "\033[A", "\033OA", "k");
        bind(keys, View.Key.DOWN, Capability.key_down, "\033[B", "\033OB", "j");
        bind(keys, View.Key.PAGE_UP, Capability.key_ppage, "\033[5~");
        bind(keys, View.Key.PAGE_DOWN, Capability.key_npage, "\033[6~");
        bind(keys, View.Key.FIRST, Capability.key_home, "\033[H", "\033OH", "g");
        bind(keys, View.Key.LAST, Capability.key_end, "\033[F", "\033OF", "G");
        keys.bind(View.Key.NOTHING, "\033");
        keys.setNomatch(View.Key.NOTHING);
        keys.setUnicode(View.Key.NOTHING);
        keys.setAmbiguousTimeout(SPLIT_KEY);
        return keys;
    }

    private void bind(KeyMap<View.Key> keys, View.Key key, Capability capability, String... sequences) {
        String own = KeyMap.key(terminal, capability);
        if (own != null && !own.isEmpty()) {
            keys.bind(key, own);
        }
        keys.bind(key, sequences);
    }

    private void draw(Duration every) {
        Size size = terminal.getSize();
        int width = size.getColumns() <= 0 ? 80 : size.getColumns();
        int height = size.getRows() <= 0 ? 24 : size.getRows();
        if (resized.getAndSet(false) || width != display.getColumns() || height != display.getRows()) {
            display.resize(Size.of(width, height));
            terminal.puts(Capability.clear_screen);
            display.clear();
        }
        Charset charset = terminal.encoding();
        boolean unicode = charset != null && charset.newEncoder().canEncode('█');
        var drawing = new Drawing(width, height, zone, colours, unicode, every);
        List<AttributedString> lines = shown == null ? drawing.waiting() : drawing.lines(shown, view);
        display.update(lines, 0);
        terminal.flush();
    }

    private void enter() {
        entered.set(true);
        terminal.handle(Terminal.Signal.WINCH, signal -> resized.set(true));
        terminal.handle(Terminal.Signal.INT, signal -> interrupted.set(true));
        terminal.handle(Terminal.Signal.CONT, signal -> again());
        secondScreen();
    }

    private void secondScreen() {
        terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        // Keys that would end or stop the process come as keys: nothing leaves the terminal as it is now.
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        terminal.puts(Capability.clear_screen);
        terminal.flush();
    }

    /** After somebody stopped the process and let it go on, the shell has changed the terminal. */
    private void again() {
        if (entered.get()) {
            secondScreen();
            resized.set(true);
        }
    }

    private void leave() {
        if (entered.getAndSet(false)) {
            terminal.puts(Capability.cursor_normal);
            terminal.puts(Capability.keypad_local);
            terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    @Override
    public void close() throws IOException {
        leave();
        if (hook != null) {
            ShutdownHooks.remove(hook);
        }
        terminal.close();
    }
}
