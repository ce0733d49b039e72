package dev.drover.supervisor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Instances.Run;
import dev.drover.model.Problem;
import dev.drover.model.Service;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchesTest {
    private static final String ME = System.getProperty("user.name");

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();
    private Launches launches = launches(new Account.Self(ME, false, false));

    private Launches launches(Account.Self self) {
        String path = "/usr/bin:/bin";
        return new Launches(Map.of("PATH", path, "TOKEN", "s3cret"), self, Tools.find(path));
    }

    @Test
    void fillsInThePortInArgumentsAndPlainValues() throws Exception {
        Launch launch = prepare("command: [sh, -c, \"echo {port}\"], environment: {PORT: \"{port}\", T: {env: TOKEN}}");
        assertNotNull(launch);
        assertEquals(List.of("sh", "-c", "echo 4711"), launch.command(4711));
        assertEquals(Map.of("PORT", "4711", "T", "s3cret"), launch.environment(4711));
        assertTrue(launch.program().isAbsolute());
    }

    @Test
    void neverPrintsASecret() throws Exception {
        assertFalse(String.valueOf(prepare("command: [sh, \"{port}\"], environment: {T: {env: TOKEN}}"))
                .contains("s3cret"));
    }

    @Test
    void isAnotherLaunchWhenASecretChanged() throws Exception {
        String run = "command: [sh, \"{port}\"], environment: {T: {file: token}}";
        Files.writeString(folder.resolve("token"), "one\nignored\n");
        Launch before = prepare(run);
        assertEquals(before, prepare(run));
        Files.writeString(folder.resolve("token"), "two\n");
        assertNotEquals(before, prepare(run));
    }

    @Test
    void namesAProgramThatIsNowhere() throws Exception {
        refuses(
                "command: [jaav, \"{port}\"]",
                "drover.yaml:3:23: services.shop.instances.run.command: no program jaav in Drover's PATH (/usr/bin:/bin)",
                "install it, or give its full path");
    }

    @Test
    void namesAFileThatIsNotExecutable() throws Exception {
        Files.writeString(folder.resolve("start"), "#!/bin/sh\n");
        refuses(
                "command: [./start, \"{port}\"]",
                "drover.yaml:3:23: services.shop.instances.run.command: " + folder + "/start is not executable",
                "chmod +x " + folder + "/start");
    }

    @Test
    void namesAPathThatLeadsNowhere() throws Exception {
        refuses(
                "command: [bin/start, \"{port}\"]",
                "drover.yaml:3:23: services.shop.instances.run.command: " + folder + "/bin/start is not a file",
                "give the path of a program; it starts at " + folder);
    }

    @Test
    void namesAFolderThatIsNotThere() throws Exception {
        refuses(
                "command: [sh, \"{port}\"], directory: nowhere",
                "drover.yaml:3:59: services.shop.instances.run.directory: " + folder + "/nowhere does not exist",
                "create it, or name another folder");
    }

    @Test
    void namesWhatIsMissingInTheEnvironmentAndNothingElse() throws Exception {
        refuses(
                "command: [sh, \"{port}\"], environment: {A: {env: NOT_THERE}}",
                "drover.yaml:3:62: services.shop.instances.run.environment.A: NOT_THERE is not in Drover's own environment",
                "set NOT_THERE before starting Drover");
    }

    @Test
    void saysAllThatIsWrongAtOnce() throws Exception {
        assertNull(prepare("command: [jaav, \"{port}\"], directory: nowhere, environment: {A: {file: nowhere}}"));
        assertEquals(3, problems.size());
    }

    @Test
    void remarksThatItCannotBecomeTheAccount() throws Exception {
        Service service = service("command: [sh, \"{port}\"], user: nobody");
        var remark = launches.remark(service, (Run) service.instances());
        assertEquals(
                Optional.of("shop runs as " + ME
                        + ", not as nobody: Drover does not run as root and cannot become another account"),
                remark);
    }

    @Test
    void refusesToBeARootThatCannotSwitch() throws Exception {
        launches = launches(new Account.Self("root", true, false));
        assertNull(prepare("command: [sh, \"{port}\"], user: nobody"));
        assertTrue(problems.getFirst().what().contains("without CAP_SETUID"), problems.toString());
    }

    private void refuses(String run, String problem, String fix) throws Exception {
        assertNull(prepare(run));
        assertEquals(
                List.of(problem + "\n  fix: " + fix),
                problems.stream().map(Problem::toString).toList());
    }

    private @Nullable Launch prepare(String run) throws Exception {
        Service service = service(run);
        return launches.prepare(service, (Run) service.instances(), problems);
    }

    private Service service(String run) {
        String text = "services:\n  shop:\n    instances: {run: {" + run + "}}\n";
        return switch (ModelReader.read("drover.yaml", text, folder)) {
            case Read.Sound sound -> sound.model().services().get("shop");
            case Read.Refused refused -> throw new AssertionError(refused.problems());
        };
    }
}
