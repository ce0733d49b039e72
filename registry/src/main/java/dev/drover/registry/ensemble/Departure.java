package dev.drover.registry.ensemble;

/**
 * What an ensemble would be without one of its members.
 *
 * @param voters that would be left
 * @param present of those, how many take part now
 * @param bearsNow how many members may be lost now before nothing can be written; negative where that is so already
 * @param here whether who leaves takes part now
 */
public record Departure(int voters, int present, int bearsNow, boolean here) {
    /** Of the member at this address. */
    public static Departure of(Census census, String address) {
        var all = census.voters();
        int left = (int) all.stream().filter(s -> !s.address().equals(address)).count();
        int there = (int) all.stream()
                .filter(s ->
                        !s.address().equals(address) && census.at(s.address()).takesPart())
                .count();
        return new Departure(
                left,
                there,
                bears(all.size(), census.present()),
                census.at(address).takesPart());
    }

    /** How many members an ensemble may lose, of which so many are present. */
    public static int bears(int voters, int present) {
        return present - (voters / 2 + 1);
    }

    public boolean isLast() {
        return voters == 0;
    }

    /** Whether those that stay can agree on anything, be it this very change. */
    public boolean isPossible() {
        return present > voters / 2;
    }

    /** Whether somebody is missing, and it is not who leaves. */
    public boolean isAnother() {
        return here && present < voters;
    }

    /** Whether no loss would be borne any more where one is borne now. */
    public boolean isRisky() {
        return here && bearsNow > 0 && bears(voters, present) == 0;
    }
}
