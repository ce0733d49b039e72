package dev.drover.board;

/**
 * What every plane shall do with an instance in this generation, decided from measured and intent under the floor rules.
 *
 * @param why in words: {@code "measured down"}, {@code "kept by the floor: 3 of 4 measure down, at most 50% may be out"}
 */
public record Standing(Verdict verdict, String why) {
    public enum Verdict {
        IN,
        OUT,
        DRAINING
    }

    public boolean isIn() {
        return verdict == Verdict.IN;
    }

    public static final Standing UNDECIDED = new Standing(Verdict.OUT, "not decided yet");
}
