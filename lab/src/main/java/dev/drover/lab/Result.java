package dev.drover.lab;

import dev.drover.lab.victim.Felt;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Verdict;
import java.util.List;
import java.util.OptionalInt;

/** What came of a case. */
public sealed interface Result {
    Case of();

    /** It was not run, or it broke. */
    record Skipped(Case of, String why) implements Result {}

    /**
     * It was run.
     *
     * @param expected ids of the rules that were right to name the cause when it was run; of a control none
     * @param background ids of what the doctor found before the fault: the machine was not quiet
     * @param recovered whether the victim felt as before once the fault was reverted
     * @param seconds after how many seconds of watching the first cause was right, and stayed so
     */
    record Ran(
            Case of,
            List<String> expected,
            Felt before,
            Felt during,
            List<String> background,
            Diagnosis diagnosis,
            boolean recovered,
            OptionalInt seconds)
            implements Result {
        /** What the doctor makes of the window of a case, and of its beginnings. */
        static Ran judged(CaseNotes notes, CaseNotes.Course.Ran course, List<String> background, Window window) {
            return new Ran(
                    notes.of(),
                    notes.expected(),
                    course.before(),
                    course.during(),
                    background,
                    Diagnosis.of(window),
                    course.recovered(),
                    seconds(notes.expected(), background, window));
        }

        /** After how many samples the verdict was right and stayed so; there is one a second. */
        private static OptionalInt seconds(List<String> expected, List<String> background, Window window) {
            int right = 0;
            for (int after = window.samples().size() - 1; after >= 1; after--) {
                var beginning = new Window(window.samples().subList(0, after + 1));
                if (rank(causes(Diagnosis.of(beginning), background, expected), expected) != 1) {
                    break;
                }
                right = after;
            }
            return right == 0 ? OptionalInt.empty() : OptionalInt.of(right);
        }

        /** Whether nobody was to suffer. */
        public boolean control() {
            return expected.isEmpty() && !hidden();
        }

        /** Whether no counter of a host tells the fault, so that nothing is right to say. */
        public boolean hidden() {
            return expected.isEmpty() && of.fault().facts().isHidden();
        }

        /** It counts if the victim suffered, and not from the same before; of a control, if it did not suffer. */
        public boolean counts() {
            return !wasThereBefore() && during.worseThan(before) != control();
        }

        /** Whether the doctor named the right cause before there was the fault: then naming it again proves nothing. */
        public boolean wasThereBefore() {
            return expected.stream().anyMatch(background::contains);
        }

        /** What the doctor named, worst first, without what it named before the fault unless that is the fault itself. */
        public List<String> causes() {
            return causes(diagnosis, background, expected);
        }

        private static List<String> causes(Diagnosis diagnosis, List<String> background, List<String> expected) {
            return named(diagnosis).stream()
                    .filter(rule -> expected.contains(rule) || !background.contains(rule))
                    .toList();
        }

        static List<String> named(Diagnosis diagnosis) {
            return diagnosis.verdict() instanceof Verdict.Bottleneck(List<Verdict.Cause> causes)
                    ? causes.stream().map(c -> c.rule().id()).toList()
                    : List.of();
        }

        /** The place of the right cause, from 1; 0 if it was not named. Of a control, and of what no counter tells, 1 if nothing was named. */
        public int rank() {
            return rank(causes(), expected);
        }

        private static int rank(List<String> causes, List<String> expected) {
            if (expected.isEmpty()) {
                return causes.isEmpty() ? 1 : 0;
            }
            for (int i = 0; i < causes.size(); i++) {
                if (expected.contains(causes.get(i))) {
                    return i + 1;
                }
            }
            return 0;
        }
    }
}
