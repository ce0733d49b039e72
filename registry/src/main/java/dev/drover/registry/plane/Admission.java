package dev.drover.registry.plane;

import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.model.Registry.Token;
import dev.drover.model.Where;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Programs;
import dev.drover.plane.Secrets;
import dev.drover.registry.access.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who may ask, as the model says it, with the secrets read from where they are kept. */
final class Admission {
    private Admission() {}

    /** The tokens of a registry; none where everybody may ask. */
    static Tokens tokens(Registry settings, Secrets secrets) throws NotPrepared {
        if (!settings.isGuarded()) {
            return Tokens.NONE;
        }
        var bySecret = new LinkedHashMap<String, Token>();
        var problems = new ArrayList<Problem>();
        for (Token token : settings.tokens().values()) {
            switch (secrets.read(token.secret())) {
                case Secrets.Read.Missing missing ->
                    problems.add(problem(token, "secret", missing.what(), missing.fix()));
                case Secrets.Read.Text(var text) -> take(token, text, bySecret, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new NotPrepared(List.copyOf(problems));
        }
        return Tokens.of(bySecret);
    }

    /** Whether programs can be run as the model wants. */
    static void scripts(Registry settings, Programs programs) throws NotPrepared {
        if (settings.scripts().isEmpty()) {
            return;
        }
        Registry.Scripts scripts = settings.scripts().get();
        try {
            var lack = programs.lack(scripts.user());
            if (lack.isPresent()) {
                boolean named = scripts.user().isPresent();
                throw new NotPrepared(List.of(Problem.of(
                        named ? scripts.where().at("user") : scripts.where(),
                        named ? "registry.scripts.user" : "registry.scripts",
                        lack.get().what(),
                        lack.get().fix())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPrepared(List.of(Problem.of(scripts.where(), "registry.scripts", "interrupted")));
        }
    }

    private static void take(Token token, String text, Map<String, Token> bySecret, List<Problem> problems) {
        if (text.isBlank()) {
            problems.add(problem(
                    token,
                    "secret",
                    token.secret() + " is empty (expected: what a client sends)",
                    "put a secret there, such as what uuidgen prints"));
            return;
        }
        Token same = bySecret.putIfAbsent(text, token);
        if (same != null) {
            problems.add(problem(
                    token,
                    "secret",
                    "token " + same.name() + " has the same secret",
                    "give each token a secret of its own"));
        }
    }

    private static Problem problem(Token token, String key, String what, String fix) {
        Where at = token.where().at(key);
        return Problem.of(at, "registry.tokens." + token.name() + "." + key, what, fix);
    }
}
