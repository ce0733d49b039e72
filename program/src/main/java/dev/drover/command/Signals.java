package dev.drover.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM as calls: the first asks to drain, the second to hurry. A shutdown hook could not tell the second, and the
 * process would end with 130 or 143. The JDK has no supported way; {@code sun.misc.Signal} is what there is, looked up by name
 * because the compiler warns of it.
 */
final class Signals {
    private Signals() {}

    /** Told whether to end at once. */
    interface Ending {
        void end(boolean now);
    }

    static void onEnd(Ending ending) {
        var count = new AtomicInteger();
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                boolean again = count.incrementAndGet() > 1;
                Thread.ofPlatform().name("signal").daemon(true).start(() -> ending.end(again));
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "Signals";
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object handle = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {type}, handler);
            for (String name : new String[] {"INT", "TERM"}) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, type).invoke(null, one, handle);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Without it the process still ends on signals, only less gently: a hook drains.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.end(false), "ending"));
        }
    }
}
