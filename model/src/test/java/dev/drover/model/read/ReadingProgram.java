package dev.drover.model.read;

import java.nio.file.Path;

/** Reads a file as a process of its own and prints what is wrong with it: for a test that needs other rights than its own. */
final class ReadingProgram {
    private ReadingProgram() {}

    public static void main(String[] args) {
        switch (ModelReader.read(Path.of(args[0]))) {
            case Read.Refused refused -> refused.problems().forEach(System.out::println);
            case Read.Sound sound -> System.out.println("sound");
        }
    }
}
