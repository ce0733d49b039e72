package dev.drover.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What classes may do: arrows between rooms, no rings, names, and who may touch sockets, time and the standard streams. */
class HouseRulesTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.drover");

    /** What an operator runs: all but what tests share. */
    private static final JavaClasses OURS = ALL.that(new DescribedPredicate<>("are not the testkit") {
        @Override
        public boolean test(JavaClass type) {
            return !Rooms.of(type.getPackageName()).equals("testkit");
        }
    });

    @Test
    void usesOnlyRoomsBelow() {
        classes()
                .should(new ArchCondition<JavaClass>("use only rooms that ARCHITECTURE.md allows them") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String room = Rooms.of(type.getPackageName());
                        Set<String> allowed = Rooms.below(room);
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(d -> d.getTargetClass().getPackageName().startsWith("dev.drover"))
                                .filter(d -> !allowed.contains(
                                        Rooms.of(d.getTargetClass().getPackageName())))
                                .forEach(d -> events.add(SimpleConditionEvent.violated(
                                        d, "room " + room + " may use " + allowed + ", but: " + d.getDescription())));
                    }
                })
                .check(ALL);
    }

    @Test
    void hasNoRingBetweenPackages() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .check(OURS);
    }

    @Test
    void namesNoTypeByAnEmptyWord() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(OURS);
    }

    @Test
    void holdsNettyBuffersOnlyOnTheDataPath() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.drover.wire..", "dev.drover.http..", "dev.drover.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(OURS);
    }

    @Test
    void reachesNettyChannelsOnlyInWireHttpAndTheExchange() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.drover.wire..", "dev.drover.http..", "dev.drover.gateway.exchange..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..")
                .check(OURS);
    }

    @Test
    void printsOnlyInCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.drover.command..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(OURS);
    }

    @Test
    void printsNoStackTrace() {
        noClasses()
                .should()
                .callMethodWhere(target("printStackTrace", t -> t.getOwner().isAssignableTo(Throwable.class)))
                .check(OURS);
    }

    @Test
    void takesTimeAsAParameter() {
        noClasses()
                .that(new DescribedPredicate<>("are neither the ticker nor a program") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !Rooms.of(type.getPackageName()).equals(Rooms.PROGRAM)
                                && !type.getName().startsWith("dev.drover.plane.Ticker")
                                && type.tryGetMethod("main", String[].class).isEmpty();
                    }
                })
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethodWhere(target(
                        "system.*",
                        t -> t.getOwner().isAssignableTo(InstantSource.class)
                                || t.getOwner().isEquivalentTo(Clock.class)))
                .check(OURS);
    }

    @Test
    void takesRandomnessAsAParameter() {
        noClasses()
                .that(new DescribedPredicate<>("are neither the program nor its admin API, which draw only names") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !Set.of(Rooms.PROGRAM, "admin").contains(Rooms.of(type.getPackageName()));
                    }
                })
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .check(OURS);
    }

    private static DescribedPredicate<JavaAccess<?>> target(
            String name, java.util.function.Predicate<AccessTarget> also) {
        return new DescribedPredicate<>("target is " + name) {
            @Override
            public boolean test(JavaAccess<?> access) {
                return access.getTarget().getName().matches(name) && also.test(access.getTarget());
            }
        };
    }
}
