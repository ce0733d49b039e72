package dev.drover.command;

import picocli.CommandLine.Command;

/** {@code drover dns}: what operators ask of the names. */
@Command(
        name = "dns",
        description =
                "Ask the names: what a question is answered, and why; what is asked most; who arrives at the wrong site; the keys of signed zones; and what certification authorities look for.",
        footer = {
            "",
            "Examples:",
            "  drover dns explain shop.example.com --client 203.0.113.7",
            "  drover dns query shop.example.com --type AAAA",
            "  drover dns top --by client",
            "  drover dns missteer",
            "  drover dns keys",
            "  drover dns challenge www.example.com VALUE"
        },
        subcommands = {
            DnsExplain.class,
            DnsQuery.class,
            DnsTop.class,
            DnsMissteer.class,
            DnsKeys.class,
            DnsChallenge.class
        })
final class Dns extends DroverCommand {
    @Override
    public Integer call() throws Failure {
        throw new Failure(
                ExitCode.BAD_INPUT,
                "drover: dns what? (expected: explain, query, top, missteer, keys or challenge)\n  fix: see drover dns --help");
    }
}
