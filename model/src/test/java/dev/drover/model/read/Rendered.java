package dev.drover.model.read;

import dev.drover.model.Health;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Retry;
import dev.drover.model.Service;
import dev.drover.model.Where;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** A model as indented text, every component of every record by name, for golden files. */
final class Rendered {
    /** What is left out: the files would be long. */
    private static final Set<Object> DEFAULTS = Set.of(
            Health.DEFAULT,
            Health.Flaps.DEFAULT,
            Health.Evidence.DEFAULT,
            Service.Pending.DEFAULT,
            Service.Timeouts.DEFAULT,
            Retry.DEFAULT,
            OptionalInt.empty(),
            Optional.empty());

    private Rendered() {}

    static String text(Model model) {
        var text = new StringBuilder();
        write(text, "model", model, "");
        return text.toString();
    }

    private static void write(StringBuilder text, String name, Object value, String indent) {
        if (DEFAULTS.contains(value)) {
            return;
        }
        switch (value) {
            case Where where -> {}
            case Optional<?> optional -> optional.ifPresent(o -> write(text, name, o, indent));
            case Map<?, ?> map -> {
                if (!map.isEmpty()) {
                    text.append(indent).append(name).append(":\n");
                    map.forEach((k, v) -> write(text, k.toString(), v, indent + "  "));
                }
            }
            case Collection<?> all -> {
                Collection<?> ordered = all instanceof Set<?> set ? new TreeSet<>(set) : all;
                if (!ordered.isEmpty()) {
                    text.append(indent).append(name).append(":\n");
                    ordered.forEach(v -> write(text, "-", v, indent + "  "));
                }
            }
            case Record plain when overrides(plain) -> line(text, name, plain, indent);
            case Record plain -> {
                text.append(indent)
                        .append(name)
                        .append(": ")
                        .append(plain.getClass().getSimpleName());
                text.append('\n');
                for (RecordComponent component : plain.getClass().getRecordComponents()) {
                    write(text, component.getName(), get(plain, component), indent + "  ");
                }
            }
            default -> line(text, name, value, indent);
        }
    }

    private static void line(StringBuilder text, String name, Object value, String indent) {
        text.append(indent).append(name).append(": ").append(value).append('\n');
    }

    /** A record that has words of its own, such as an address. */
    private static boolean overrides(Record plain) {
        String own = plain.toString();
        return !own.startsWith(plain.getClass().getSimpleName() + "[") && !(plain instanceof Instances.Address);
    }

    private static Object get(Record plain, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(plain);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }
}
