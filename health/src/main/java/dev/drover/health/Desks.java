package dev.drover.health;

/** Where those who are not of this room tell what they know of instances, and with whom it measures. */
record Desks(EvidenceDesk evidence, ReportDesk reports, VoteDesk votes) {}
