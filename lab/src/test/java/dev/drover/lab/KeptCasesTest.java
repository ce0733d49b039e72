package dev.drover.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real cases, kept by {@code drover lab faults --keep}, that the doctor names rightly and has to go on naming rightly; of controls it
 * has to find nothing.
 */
class KeptCasesTest {
    static final Path CASES = Path.of("src/test/cases");

    static List<KeptCase> kept() throws IOException {
        return KeptCase.in(CASES);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void namesTheCauseFirst(KeptCase one) throws IOException {
        Result.Ran ran = assertInstanceOf(Result.Ran.class, one.result());
        assertTrue(ran.counts(), () -> one.notes().of().name() + " proves nothing: " + ran.before() + ran.during());
        assertEquals(List.of(), ran.background(), () -> one.notes().of().name());
        assertEquals(
                1,
                ran.rank(),
                () -> one.notes().of().name() + ": said " + ran.causes() + ", expected one of " + ran.expected());
    }
}
