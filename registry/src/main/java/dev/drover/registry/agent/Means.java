package dev.drover.registry.agent;

import dev.drover.plane.GrpcHealth;
import dev.drover.plane.Programs;

/** What an agent makes checks with that is not its own. */
public record Means(GrpcHealth grpc, Programs programs) {}
