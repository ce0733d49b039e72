package dev.drover.dns.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class RecordTypeTest {
    @Test
    void readsMnemonicsAndNumbers() {
        assertEquals(Optional.of(RecordType.A), RecordType.parse("a"));
        assertEquals(Optional.of(RecordType.HTTPS), RecordType.parse("TYPE65"));
        assertEquals("TYPE65280", RecordType.of(65280).toString());
        assertEquals(Optional.empty(), RecordType.parse("TYPE65536"));
        assertEquals(Optional.empty(), RecordType.parse("TYPE"));
        assertEquals(Optional.empty(), RecordType.parse("AAAAA"));
        assertThrows(IllegalArgumentException.class, () -> RecordType.of(-1));
    }

    @Property
    void readsBackWhatItWrites(@ForAll @IntRange(max = 0xffff) int number) {
        var type = RecordType.of(number);
        assertEquals(Optional.of(type), RecordType.parse(type.toString()));
    }

    /** dnsjava has the same registry: what both know has one name. */
    @Property(tries = 300)
    void namesTypesAsDnsjavaDoes(@ForAll @IntRange(min = 1, max = 260) int number) {
        String ours = RecordType.of(number).toString();
        String theirs = Type.string(number);
        assertTrue(
                ours.equals(theirs) || ours.startsWith("TYPE") || theirs.startsWith("TYPE"),
                () -> number + " is " + ours + " here and " + theirs + " there");
    }

    @Test
    void keepsQuestionTypesOutOfSets() {
        assertThrows(IllegalArgumentException.class, () -> RecordSet.of(RecordType.ANY, 1, Rdata.of()));
        assertThrows(IllegalArgumentException.class, () -> RecordSet.of(RecordType.A, -1, Rdata.of()));
        assertThrows(IllegalArgumentException.class, () -> RecordSet.of(RecordType.A, 1));
        var set = RecordSet.of(RecordType.A, 1, Rdata.of((byte) 1), Rdata.of((byte) 1), Rdata.of((byte) 2));
        assertEquals(2, set.size());
        assertEquals("\\# 1 02", set.rdata().getLast().toString());
    }
}
