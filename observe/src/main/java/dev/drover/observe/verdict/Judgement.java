package dev.drover.observe.verdict;

import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.RuleFacts;

/** A rule and what it said. */
public record Judgement(RuleFacts rule, Outcome outcome) {}
