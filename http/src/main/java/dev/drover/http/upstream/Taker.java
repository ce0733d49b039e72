package dev.drover.http.upstream;

/** Who waits for a link, on the loop. Exactly one of the two is called, unless the wait is given up. */
public interface Taker {
    /** The taker gives it back by {@link Link#release} or {@link Link#abandon}. */
    void taken(Link link);

    void notTaken(Fault fault, String detail);
}
