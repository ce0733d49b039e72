package dev.drover.registry.plane;

import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.registry.consul.Door;
import java.util.List;
import java.util.Optional;

/** Who may ask, as the model says it. */
final class Admission {
    private Admission() {}

    static List<Problem> check(Registry settings) {
        return settings.isGuarded()
                ? List.of(Problem.of(
                        settings.where().at("tokens"),
                        "registry.tokens",
                        "tokens are not enforced by this version",
                        "remove them, and listen on loopback alone"))
                : List.of();
    }

    static Door door(Registry settings) {
        return new Door(RegistryPlane.address(settings), Optional.empty());
    }
}
