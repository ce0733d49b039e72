package dev.drover.registry.consul.go;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GoQueryTest {
    @Test
    void readsNamesWithAndWithoutValues() {
        var query = GoQuery.parse("passing&tag=a&tag=b+c&x=%26%C3%A9&dc=");
        assertTrue(query.has("passing"));
        assertEquals(List.of("a", "b c"), query.all("tag"));
        assertEquals("&\u00e9", query.first("x"));
        assertTrue(query.has("dc"));
        assertFalse(query.has("Passing"));
    }

    @Test
    void leavesOutWhatIsNotWellFormed() {
        var query = GoQuery.parse("a=%zz&b=%4&=1&c=ok");
        assertFalse(query.has("a"));
        assertFalse(query.has("b"));
        assertEquals("ok", query.first("c"));
    }

    @Test
    void writesByName() {
        assertEquals("acquire=x&cas=a+b", GoQuery.parse("cas=a%20b&acquire=x").encoded());
    }

    @Property
    void readsAnything(@ForAll String text) {
        assertNotNull(GoQuery.parse(text).encoded());
    }
}
