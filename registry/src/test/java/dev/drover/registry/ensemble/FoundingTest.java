package dev.drover.registry.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.ensemble.Founding.Decision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoundingTest {
    private static final Place A = new Place("a", "10.0.0.1");
    private static final Place B = new Place("b", "10.0.0.2");
    private static final Place C = new Place("c", "10.0.0.3");
    private static final List<Place> ALL = List.of(A, B, C);
    private static final Answer SILENT = Answer.Silent.UNREACHED;
    private static final Answer SERVES = new Answer.Serves(Answer.Part.FOLLOWS);
    private static final Answer WAITS_FOR_A = new Answer.Waits("a");

    private static Decision of(Place self, boolean holdsData, Map<Place, Answer> answers) {
        return new Founding(self, ALL, Path.of("/data")).decide(holdsData, answers);
    }

    private static Map<Place, Answer> answers(Place one, Answer first, Place two, Answer second) {
        var answers = new LinkedHashMap<Place, Answer>();
        answers.put(one, first);
        answers.put(two, second);
        return answers;
    }

    @Test
    void foundsAloneWhereNobodyElseIsDeclared() {
        assertEquals(new Decision.Found(), new Founding(A, List.of(A), Path.of("/data")).decide(false, Map.of()));
    }

    @Test
    void foundsOnceMoreThanHalfWaitForIt() {
        assertEquals(new Decision.Found(), of(A, false, answers(B, WAITS_FOR_A, C, SILENT)));
        assertEquals(new Decision.Found(), of(A, true, answers(B, WAITS_FOR_A, C, WAITS_FOR_A)));
    }

    @Test
    void doesNotFoundWhereOthersMayHaveAnEnsembleThatItForgot() {
        var why = assertInstanceOf(Decision.Wait.class, of(A, false, answers(B, SILENT, C, SILENT)));
        assertEquals(
                "waits for more than half of the 3 declared members to found the ensemble with; no answer from b (10.0.0.2), c"
                        + " (10.0.0.3)",
                why.why());
        assertEquals(new Decision.Join(List.of(C)), of(A, false, answers(B, WAITS_FOR_A, C, SERVES)));
    }

    @Test
    void leavesItToTheFirstToFound() {
        var why = assertInstanceOf(Decision.Wait.class, of(B, false, answers(A, SILENT, C, WAITS_FOR_A)));
        assertTrue(why.why().startsWith("waits for a (10.0.0.1), which is named first"), why::why);
        assertEquals(new Decision.Join(List.of(A)), of(B, false, answers(A, SERVES, C, WAITS_FOR_A)));
    }

    @Test
    void doesNotFoundForThoseWhoseFileNamesAnotherFirst() {
        var why = assertInstanceOf(Decision.Wait.class, of(A, false, answers(B, new Answer.Waits("b"), C, SILENT)));
        assertTrue(why.why().endsWith("b (10.0.0.2) waits for b: its file names another first"), why::why);
    }

    @Test
    void saysWhoHasAnotherSecret() {
        var why = assertInstanceOf(
                Decision.Wait.class, of(A, false, answers(B, new Answer.Stranger(), C, new Answer.Stranger())));
        assertTrue(why.why().endsWith("; b (10.0.0.2), c (10.0.0.3) does not have the same registry.secret"), why::why);
    }

    @Test
    void refusesToGiveUpWhatARegistryOfItsOwnWrote() {
        var late = assertInstanceOf(Decision.Refuse.class, of(A, true, answers(B, SERVES, C, SERVES)));
        assertEquals(
                "/data holds a registry of its own, and b (10.0.0.2), c (10.0.0.3) belongs to an ensemble already: nothing is"
                        + " merged\n  fix: move /data away, or name a first where there is no ensemble yet",
                late.why());
        assertInstanceOf(Decision.Refuse.class, of(B, true, answers(A, WAITS_FOR_A, C, WAITS_FOR_A)));
    }
}
