package dev.drover.bench.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The rules, and the faults with what is right to say of each, as a tag froze them. Git's own hashes of two folders tell whether
 * they are still the same, so that a reader can check it: {@code git rev-parse rules-1:observe/src/main}.
 *
 * @param rules the tree of {@code observe/src/main}
 * @param faults the tree of {@code lab/src/main}
 */
record Frozen(String tag, String rules, String faults, String commit) {
    private static final String RULES = "observe/src/main";
    private static final String FAULTS = "lab/src/main";

    /** The newest tag, or the one that is named; refuses if the work tree is not what it froze. */
    static Frozen check(Path project, Optional<String> named) throws IOException, InterruptedException, Unusable {
        var git = new Git(project);
        String tag = named.isPresent() ? named.get() : newest(git);
        String rules = tree(git, tag, RULES);
        String faults = tree(git, tag, FAULTS);
        same(git, tag, RULES, rules);
        same(git, tag, FAULTS, faults);
        return new Frozen(tag, rules, faults, git.ask("rev-parse", "HEAD").orElse("unknown"));
    }

    private static String newest(Git git) throws IOException, InterruptedException, Unusable {
        return git.ask("tag", "--list", "rules-[0-9]*", "--sort=-version:refname")
                .flatMap(tags -> tags.lines().findFirst())
                .orElseThrow(() -> new Unusable(
                        "the rules are not frozen: there is no tag rules-N",
                        "git tag -a rules-1 -m 'Rules and faults frozen before they are scored'"));
    }

    private static String tree(Git git, String tag, String folder) throws IOException, InterruptedException, Unusable {
        return git.ask("rev-parse", "--verify", "--quiet", tag + ":" + folder)
                .orElseThrow(() -> new Unusable("tag " + tag + " does not hold " + folder, "git tag --list 'rules-*'"));
    }

    private static void same(Git git, String tag, String folder, String tree)
            throws IOException, InterruptedException, Unusable {
        if (!now(git, folder).equals(Optional.of(tree))) {
            throw new Unusable(
                    folder + " is not what tag " + tag + " froze: what tuned the rules must not score them",
                    "git diff --stat " + tag + " -- " + folder
                            + "; take it back, or freeze anew with the next tag rules-N");
        }
    }

    /** The tree of a folder; none if it differs from what is committed. */
    private static Optional<String> now(Git git, String folder) throws IOException, InterruptedException {
        boolean clean = git.ask("status", "--porcelain", "--", folder)
                .map(String::isEmpty)
                .orElse(false);
        return clean ? git.ask("rev-parse", "HEAD:" + folder) : Optional.empty();
    }

    /** Whether the rules of the work tree are still these. */
    boolean rulesHold(Path project) throws IOException, InterruptedException {
        return now(new Git(project), RULES).equals(Optional.of(rules));
    }
}
