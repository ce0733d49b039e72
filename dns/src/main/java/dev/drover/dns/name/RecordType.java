package dev.drover.dns.name;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The type of a record, or what a question asks for: a number with, for most, a mnemonic (the registry of RFC 6895 section 3.1).
 * Unknown ones are written {@code TYPE12345} (RFC 3597 section 5).
 *
 * @param number 0 to 65,535
 */
public record RecordType(int number) {
    private static final Map<Integer, String> MNEMONICS = new HashMap<>();
    private static final Map<String, RecordType> BY_MNEMONIC = new HashMap<>();

    public static final RecordType A = known(1, "A");
    public static final RecordType NS = known(2, "NS");
    public static final RecordType CNAME = known(5, "CNAME");
    public static final RecordType SOA = known(6, "SOA");
    public static final RecordType PTR = known(12, "PTR");
    public static final RecordType HINFO = known(13, "HINFO");
    public static final RecordType MX = known(15, "MX");
    public static final RecordType TXT = known(16, "TXT");
    public static final RecordType AAAA = known(28, "AAAA");
    public static final RecordType SRV = known(33, "SRV");
    public static final RecordType NAPTR = known(35, "NAPTR");
    public static final RecordType DNAME = known(39, "DNAME");
    public static final RecordType OPT = known(41, "OPT");
    public static final RecordType DS = known(43, "DS");
    public static final RecordType SSHFP = known(44, "SSHFP");
    public static final RecordType RRSIG = known(46, "RRSIG");
    public static final RecordType NSEC = known(47, "NSEC");
    /** No record is of it: it says in NSEC records that a name is not there (RFC 9824 section 2). */
    public static final RecordType NXNAME = known(128, "NXNAME");

    public static final RecordType DNSKEY = known(48, "DNSKEY");
    public static final RecordType NSEC3 = known(50, "NSEC3");
    public static final RecordType NSEC3PARAM = known(51, "NSEC3PARAM");
    public static final RecordType TLSA = known(52, "TLSA");
    public static final RecordType CDS = known(59, "CDS");
    public static final RecordType CDNSKEY = known(60, "CDNSKEY");
    public static final RecordType SVCB = known(64, "SVCB");
    public static final RecordType HTTPS = known(65, "HTTPS");
    public static final RecordType TSIG = known(250, "TSIG");
    public static final RecordType IXFR = known(251, "IXFR");
    public static final RecordType AXFR = known(252, "AXFR");
    public static final RecordType ANY = known(255, "ANY");
    public static final RecordType CAA = known(257, "CAA");

    static {
        var others =
                "3 MD,4 MF,7 MB,8 MG,9 MR,10 NULL,11 WKS,14 MINFO,17 RP,18 AFSDB,19 X25,20 ISDN,21 RT,22 NSAP,23 NSAP-PTR,"
                        + "24 SIG,25 KEY,26 PX,27 GPOS,29 LOC,30 NXT,36 KX,37 CERT,38 A6,42 APL,45 IPSECKEY,49 DHCID,53 SMIMEA,55 HIP,"
                        + "61 OPENPGPKEY,62 CSYNC,63 ZONEMD,66 DSYNC,99 SPF,104 NID,105 L32,106 L64,107 LP,108 EUI48,109 EUI64,128 NXNAME,"
                        + "249 TKEY,253 MAILB,254 MAILA,256 URI,258 AVC,260 AMTRELAY,261 RESINFO,262 WALLET";
        for (String entry : others.split(",", -1)) {
            int space = entry.indexOf(' ');
            known(Integer.parseInt(entry, 0, space, 10), entry.substring(space + 1));
        }
    }

    public RecordType {
        if (number < 0 || number > 0xffff) {
            throw new IllegalArgumentException("a record type of number " + number + " (expected: 0 to 65535)");
        }
    }

    private static RecordType known(int number, String mnemonic) {
        var type = new RecordType(number);
        MNEMONICS.put(number, mnemonic);
        BY_MNEMONIC.put(mnemonic, type);
        return type;
    }

    public static RecordType of(int number) {
        return new RecordType(number);
    }

    /** A mnemonic or {@code TYPE123}, letters of either case; empty for a word that is neither. */
    public static Optional<RecordType> parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        RecordType known = BY_MNEMONIC.get(upper);
        if (known != null) {
            return Optional.of(known);
        }
        if (!upper.matches("TYPE[0-9]{1,5}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(upper, 4, upper.length(), 10);
        return number > 0xffff ? Optional.empty() : Optional.of(new RecordType(number));
    }

    /** What only questions and messages hold, never a zone: 0, OPT, NXNAME and the range 128 to 255 (RFC 6895 section 3.1, RFC 9824). */
    public boolean isQuestionOnly() {
        return number == 0 || number == OPT.number || (number >= 128 && number <= 255);
    }

    /** Whether a question for that number has no answer: as of {@link #isQuestionOnly}, but for transfers and ANY. */
    public static boolean isUnanswerable(int number) {
        return number == 0
                || number == OPT.number
                || (number >= 128
                        && number <= 255
                        && number != IXFR.number
                        && number != AXFR.number
                        && number != ANY.number);
    }

    @Override
    public String toString() {
        String known = MNEMONICS.get(number);
        return known != null ? known : "TYPE" + number;
    }
}
