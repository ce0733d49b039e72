package dev.drover.model.read;

import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import java.util.List;
import java.util.Optional;

/** What reading gave. */
public sealed interface Read {
    /**
     * A model that can run.
     *
     * @param warnings what is allowed and yet probably not meant, in reading order
     * @param sources the texts that made the model, to be kept and read again
     */
    record Sound(Model model, List<Problem> warnings, Sources sources) implements Read {
        public Sound {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * All that is wrong.
     *
     * @param problems at least one, in reading order
     * @param names what is declared of names where all of that could be read, so that its zones can be judged as well
     */
    record Refused(List<Problem> problems, Optional<Dns> names) implements Read {
        public Refused {
            problems = List.copyOf(problems);
        }

        public Refused(List<Problem> problems) {
            this(problems, Optional.empty());
        }
    }
}
