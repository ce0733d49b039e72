package dev.drover.dns.plane;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.sign.ImportedKey;
import dev.drover.dns.sign.SigningKey;
import dev.drover.model.Dns;
import dev.drover.model.Problem;
import dev.drover.model.Signing;
import dev.drover.model.Where;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keys of zones that were made elsewhere, with all that is wrong with their files. */
final class ImportedKeys {
    private ImportedKeys() {}

    /** What is wrong with those of all zones. */
    static List<Problem> problems(Dns dns) {
        var problems = new ArrayList<Problem>();
        dns.zones().values().forEach(zone -> zone.signing().ifPresent(signing -> read(zone, signing, problems::add)));
        return problems;
    }

    /** Those of one zone that can be used. */
    static List<SigningKey> read(Dns.Zone declared, Signing signing, Consumer<Problem> problems) {
        var keys = new ArrayList<SigningKey>();
        Where all = declared.where().at("sign").at("import");
        List<Path> files = signing.imported();
        for (int i = 0; i < files.size(); i++) {
            try {
                keys.add(ImportedKey.read(files.get(i), DnsName.parse(declared.origin())));
            } catch (ImportedKey.Unusable e) {
                problems.accept(problem(
                        declared,
                        all.at(Integer.toString(i)),
                        String.valueOf(e.getMessage()),
                        "give the path of a .private file, with its .key file beside"));
            }
        }
        if (keys.stream().map(SigningKey::algorithm).distinct().count() > 1) {
            problems.accept(problem(declared, all, "keys of two algorithms", "import those of one"));
        }
        return keys;
    }

    private static Problem problem(Dns.Zone zone, Where at, String what, String fix) {
        return Problem.of(at, "dns.zones." + zone.origin() + ".sign.import", what, fix);
    }
}
