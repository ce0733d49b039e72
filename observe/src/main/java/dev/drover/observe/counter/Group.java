package dev.drover.observe.counter;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A group of counters that are read together, and the key by which a sample holds them.
 *
 * <p>Each type of counters declares its own as a constant; {@code Groups.ALL} lists them in the order in which they are read.
 */
public final class Group<T> {
    private final String name;
    private final Supplier<Reader<T>> start;

    private Group(String name, Supplier<Reader<T>> start) {
        this.name = name;
        this.start = start;
    }

    /** Reads the group from a tree, once a sample; may remember what it needs for the next time. */
    public interface Reader<T> {
        Measured<T> read(Tree tree);
    }

    /** Makes counters of one file's bytes; never throws, whatever the bytes. */
    public interface Parser<T> {
        Measured<T> parse(byte[] bytes);
    }

    /** The counters of one file. */
    public static <T> Group<T> file(String path, Parser<T> parser) {
        return new Group<>(path, () -> new OneFile<>(path, parser));
    }

    /** What a tree answers by the same object as before is not parsed again. */
    private static final class OneFile<T> implements Reader<T> {
        private final String path;
        private final Parser<T> parser;
        private @Nullable Content before;
        private Measured<T> last = Measured.not("not read yet");

        OneFile(String path, Parser<T> parser) {
            this.path = path;
            this.parser = parser;
        }

        @Override
        public Measured<T> read(Tree tree) {
            Content now = tree.read(path);
            if (now != before) {
                last = Group.read(path, now, parser);
                before = now;
            }
            return last;
        }
    }

    /** Counters from several files; each sampler starts a reader of its own. */
    public static <T> Group<T> files(String name, Supplier<Reader<T>> start) {
        return new Group<>(name, start);
    }

    /** Reads and parses one file; the reason of a failure names it. */
    public static <T> Measured<T> read(Tree tree, String path, Parser<T> parser) {
        return read(path, tree.read(path), parser);
    }

    private static <T> Measured<T> read(String path, Content content, Parser<T> parser) {
        return switch (content) {
            case Content.Text(byte[] bytes) ->
                switch (parser.parse(bytes)) {
                    case Measured.Value<T> value -> value;
                    case Measured.Unmeasurable<T>(String why) -> Measured.not(path + ": " + why);
                };
            case Content.Unreadable(String why) -> Measured.not(path + ": " + why);
        };
    }

    public String name() {
        return name;
    }

    public Reader<T> reader() {
        return start.get();
    }

    @Override
    public String toString() {
        return name;
    }
}
