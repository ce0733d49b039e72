package dev.drover.observe.sysstat;

import dev.drover.observe.capture.Content;
import java.util.function.Supplier;

/** Some files of {@code /proc} and the like, rebuilt from what sysstat tells. */
interface Part {
    /** Takes a sample in: its rates for so many seconds, and what it tells of its moment. */
    void take(Section sample, double seconds);

    /** Hands its files over. */
    void files(Files files);

    /** Where parts put their files. */
    interface Files {
        /** A file of counters, which are known from the start of the first interval on. */
        void counters(String path, Supplier<Content> content);

        /** A file of numbers of a moment: those of the start of the first interval nobody knows. */
        void moment(String path, Supplier<Content> content);
    }

    /** A text, or why it is empty. */
    static Content orWhy(CharSequence text, String why) {
        return text.isEmpty() ? new Content.Unreadable(why) : Content.Text.of(text.toString());
    }
}
