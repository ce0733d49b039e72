package dev.drover.dns.plane;

import dev.drover.dns.challenge.ChallengeDesk;
import dev.drover.dns.challenge.Txt;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Refused;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What certification authorities find here: challenges, kept the same in the answers in force as on the desk that takes them. */
public final class AnsweredChallenges {
    private final ChallengeDesk desk;
    private final Supplier<Generation> current;
    private final Consumer<UnaryOperator<Basis>> renew;

    /**
     * Those of a plane.
     *
     * @param current the generation in force
     * @param renew makes answers anew of another basis
     */
    AnsweredChallenges(ChallengeDesk desk, Supplier<Generation> current, Consumer<UnaryOperator<Basis>> renew) {
        this.desk = desk;
        this.current = current;
        this.renew = renew;
    }

    /** As they were agreed on by now, and have not ended. */
    List<Txt> now() {
        return desk.answered();
    }

    /** Brings the answers in force up to date. */
    void answer() {
        List<Txt> now = now();
        if (!now.equals(current.get().basis().challenges())) {
            renew.accept(basis -> basis.with(now));
        }
    }

    /** All of them, as they came. */
    public List<Challenge> all() {
        return desk.all();
    }

    /** Has something answered, or no more; here it holds when this returns. */
    public Challenge.Done take(Challenge.Wish wish, String by) throws Refused {
        Generation now = current.get();
        Challenge.Done done =
                desk.take(wish, by, now.basis().ground(now.following().zones()));
        answer();
        return done;
    }
}
