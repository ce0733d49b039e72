package dev.drover.observe.rule;

import java.util.List;

/**
 * What there is to know of a rule: the row of the table in {@code docs/diagnosis.md}.
 *
 * @param id such as {@code cpu-run-queue}
 * @param number in that table
 * @param title of its verdict, such as {@code CPU saturated}
 * @param reads paths and fields of the kernel
 * @param fires the threshold in words
 * @param gate who must have waited, in words; empty if the threshold itself is somebody's loss
 * @param source where the thresholds come from; {@code calibrated} for those found by injecting faults
 * @param conditions of kernel or control groups; empty if there are none
 * @param remedy what to do
 * @param check the command by which a person looks for himself; {@code {who}} stands for the name of whom a finding is about
 * @param explains ids of the rules whose findings this one causes, whomever they are about
 * @param explainsOwn ids of the rules whose findings this one causes if they are about the same process or control group
 */
public record RuleFacts(
        String id,
        int number,
        Family family,
        String title,
        List<String> reads,
        String fires,
        String gate,
        String source,
        String conditions,
        String remedy,
        String check,
        List<String> explains,
        List<String> explainsOwn) {
    public RuleFacts {
        reads = List.copyOf(reads);
        explains = List.copyOf(explains);
        explainsOwn = List.copyOf(explainsOwn);
    }

    public static RuleFacts of(String id, int number, Family family, String title) {
        return new RuleFacts(id, number, family, title, List.of(), "", "", "", "", "", "", List.of(), List.of());
    }

    public RuleFacts reads(String... paths) {
        return with(List.of(paths), fires, gate, source, conditions, remedy, check);
    }

    public RuleFacts fires(String words) {
        return with(reads, words, gate, source, conditions, remedy, check);
    }

    public RuleFacts gate(String words) {
        return with(reads, fires, words, source, conditions, remedy, check);
    }

    public RuleFacts source(String words) {
        return with(reads, fires, gate, words, conditions, remedy, check);
    }

    public RuleFacts conditions(String words) {
        return with(reads, fires, gate, source, words, remedy, check);
    }

    public RuleFacts remedy(String words) {
        return with(reads, fires, gate, source, conditions, words, check);
    }

    public RuleFacts check(String command) {
        return with(reads, fires, gate, source, conditions, remedy, command);
    }

    private RuleFacts with(
            List<String> read, String fire, String only, String from, String where, String what, String how) {
        return new RuleFacts(
                id, number, family, title, read, fire, only, from, where, what, how, explains, explainsOwn);
    }

    public RuleFacts explains(String... ids) {
        return causing(List.of(ids), explainsOwn);
    }

    public RuleFacts explainsOwn(String... ids) {
        return causing(explains, List.of(ids));
    }

    private RuleFacts causing(List<String> all, List<String> own) {
        return new RuleFacts(
                id, number, family, title, reads, fires, gate, source, conditions, remedy, check, all, own);
    }
}
