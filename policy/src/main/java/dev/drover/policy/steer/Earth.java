package dev.drover.policy.steer;

import dev.drover.model.Site.Location;

/** Distances on a sphere of the earth's mean radius. */
final class Earth {
    private static final double RADIUS_KM = 6371;

    private Earth() {}

    /** Kilometres along a great circle (the haversine formula). */
    static double kilometres(Location from, Location to) {
        double latitude = Math.toRadians(to.latitude() - from.latitude()) / 2;
        double longitude = Math.toRadians(to.longitude() - from.longitude()) / 2;
        double both = Math.cos(Math.toRadians(from.latitude())) * Math.cos(Math.toRadians(to.latitude()));
        double h = Math.pow(Math.sin(latitude), 2) + both * Math.pow(Math.sin(longitude), 2);
        return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
