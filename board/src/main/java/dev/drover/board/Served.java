package dev.drover.board;

/** What one plane does with an instance now, and the generation that told it so. */
public record Served(Standing.Verdict verdict, long generation, String detail) {}
