package dev.drover.registry.consul;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Command.Step;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The verbs of {@code /v1/txn}, of keys, nodes, services and checks. */
final class Steps {
    private Steps() {}

    static boolean writes(Step step) {
        return step instanceof Step.Write || step instanceof Step.Change || step instanceof Step.ChangeIf;
    }

    /** A step that cannot even be tried: told as any that cannot be done. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean write;

        Unfit(String message, boolean write) {
            super(message, null, false, false);
            this.write = write;
        }

        /** Whether it would have changed something; Consul answers reads with more. */
        boolean write() {
            return write;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** The step, unless the element names none. */
    static Optional<Step> of(Form form) throws Refusal, Unfit {
        Optional<Form> kv = form.form("KV");
        Optional<Form> node = form.form("Node");
        Optional<Form> service = form.form("Service");
        Optional<Form> check = form.form("Check");
        form.end();
        if (kv.isPresent()) {
            return Optional.of(kv(kv.get()));
        }
        if (node.isPresent()) {
            return Optional.of(node(node.get()));
        }
        if (service.isPresent()) {
            return Optional.of(service(service.get()));
        }
        return check.isPresent() ? Optional.of(check(check.get())) : Optional.empty();
    }

    private static Step kv(Form form) throws Refusal, Unfit {
        String verb = form.text("Verb");
        String key = form.text("Key");
        byte[] value = value(form);
        long flags = form.unsigned("Flags");
        long index = form.unsigned("Index");
        String session = form.text("Session");
        form.know("Namespace");
        form.end();
        if (key.isEmpty() && !verb.equals("delete-tree")) {
            throw new Unfit("Must provide key", !verb.startsWith("get") && !verb.startsWith("check-"));
        }
        return switch (verb) {
            case "set" -> new Step.Write(new Kv.Put(key, value, flags));
            case "cas" -> new Step.Write(new Kv.Cas(key, value, flags, index));
            case "lock" -> new Step.Write(new Kv.Acquire(key, value, flags, session));
            case "unlock" -> new Step.Write(new Kv.Release(key, value, flags, session));
            case "delete" -> new Step.Write(new Kv.Delete(key));
            case "delete-cas" -> new Step.Write(new Kv.DeleteCas(key, index));
            case "delete-tree" -> new Step.Write(new Kv.DeleteTree(key));
            case "get" -> new Step.Get(key);
            case "get-tree" -> new Step.GetTree(key);
            case "check-index" -> new Step.CheckIndex(key, index);
            case "check-session" -> new Step.CheckSession(key, session);
            case "check-not-exists" -> new Step.CheckNotExists(key);
            default -> throw unknown("KV", verb);
        };
    }

    private static byte[] value(Form form) throws Refusal {
        String text = form.text("Value");
        try {
            byte[] value = Base64.getDecoder().decode(text);
            if (value.length > Call.LARGEST) {
                throw new Refusal(
                        413,
                        "Value for key \"" + form.text("Key") + "\" is too large (" + value.length + " > "
                                + Call.LARGEST + " bytes)");
            }
            return value;
        } catch (IllegalArgumentException e) {
            throw Refusal.bad("Failed to parse body: illegal base64 data at input byte " + wrong(text));
        }
    }

    private static int wrong(String text) {
        int at = 0;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+/".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    private static Step node(Form form) throws Refusal, Unfit {
        String verb = form.text("Verb");
        Form inner = form.form("Node").orElseGet(Form::empty);
        form.end();
        Node node = Registration.node(inner);
        return switch (verb) {
            case "get" -> new Step.GetNode(node.name());
            case "set" -> new Step.Change(new Command.PutNode(node.at(0, 0)));
            case "cas" -> new Step.ChangeIf(new Command.PutNode(node.at(0, 0)), node.modifyIndex());
            case "delete" -> new Step.Change(new Command.RemoveNode(node.name()));
            case "delete-cas" -> new Step.ChangeIf(new Command.RemoveNode(node.name()), node.modifyIndex());
            default -> throw unknown("Node", verb);
        };
    }

    private static Step service(Form form) throws Refusal, Unfit {
        String verb = form.text("Verb");
        String node = form.text("Node");
        Form inner = form.form("Service").orElseGet(Form::empty);
        form.end();
        Service service = Registration.service(inner, node);
        long index = service.modifyIndex();
        var put = new Command.PutService(service.at(0, 0), List.of(), false, false);
        return switch (verb) {
            case "get" -> new Step.GetService(node, service.id());
            case "set" -> new Step.Change(put);
            case "cas" -> new Step.ChangeIf(put, index);
            case "delete" -> new Step.Change(new Command.RemoveService(node, service.id()));
            case "delete-cas" -> new Step.ChangeIf(new Command.RemoveService(node, service.id()), index);
            default -> throw unknown("Service", verb);
        };
    }

    private static Step check(Form form) throws Refusal, Unfit {
        String verb = form.text("Verb");
        Form inner = form.form("Check").orElseGet(Form::empty);
        form.end();
        Check check = Registration.check(inner, "");
        long index = check.modifyIndex();
        var put = new Command.PutCheck(check.at(0, 0), false);
        var remove = new Command.RemoveCheck(check.node(), check.id());
        return switch (verb) {
            case "get" -> new Step.GetCheck(check.node(), check.id());
            case "set" -> new Step.Change(put);
            case "cas" -> new Step.ChangeIf(put, index);
            case "delete" -> new Step.Change(remove);
            case "delete-cas" -> new Step.ChangeIf(remove, index);
            default -> throw unknown("Check", verb);
        };
    }

    private static Unfit unknown(String what, String verb) {
        return new Unfit("unknown " + what + " verb \"" + verb + "\"", false);
    }
}
