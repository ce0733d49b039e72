package dev.drover.dns.sign;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;

/**
 * The curve P-256: gives the public key of a private one, which the JDK does not. Only ever computed where the private key lies, once for
 * each key.
 */
final class Curve {
    static final int SIZE = 32;
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private Curve() {}

    static ECParameterSpec parameters() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // Every JDK has it.
        }
    }

    /** A number from 1 to the order of the curve minus 1, of more bits than that has (FIPS 186-5 appendix A.2.1). */
    static BigInteger scalar(byte[] bits) {
        BigInteger most = parameters().getOrder().subtract(BigInteger.ONE);
        return new BigInteger(1, bits).mod(most).add(BigInteger.ONE);
    }

    /** Both coordinates of the public key, as RFC 6605 section 4 has them. */
    static byte[] publicKey(BigInteger scalar) {
        ECParameterSpec curve = parameters();
        BigInteger prime = ((ECFieldFp) curve.getCurve().getField()).getP();
        ECPoint sum = ECPoint.POINT_INFINITY;
        ECPoint power = curve.getGenerator();
        for (int i = 0; i < scalar.bitLength(); i++) {
            if (scalar.testBit(i)) {
                sum = add(sum, power, prime);
            }
            power = twice(power, prime);
        }
        var both = new byte[2 * SIZE];
        put(sum.getAffineX(), both, 0);
        put(sum.getAffineY(), both, SIZE);
        return both;
    }

    /** Of two points that differ, neither the other's opposite: so it is in a double-and-add below the order. */
    private static ECPoint add(ECPoint one, ECPoint other, BigInteger prime) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return other;
        }
        BigInteger rise = other.getAffineY().subtract(one.getAffineY());
        BigInteger run = other.getAffineX().subtract(one.getAffineX());
        return third(one, other, rise.multiply(run.modInverse(prime)), prime);
    }

    private static ECPoint twice(ECPoint point, BigInteger prime) {
        BigInteger x = point.getAffineX();
        BigInteger rise = x.multiply(x).subtract(BigInteger.ONE).multiply(THREE); // a is -3
        BigInteger run = point.getAffineY().multiply(TWO);
        return third(point, point, rise.multiply(run.modInverse(prime)), prime);
    }

    private static ECPoint third(ECPoint one, ECPoint other, BigInteger slope, BigInteger prime) {
        BigInteger x = slope.multiply(slope)
                .subtract(one.getAffineX())
                .subtract(other.getAffineX())
                .mod(prime);
        BigInteger y = slope.multiply(one.getAffineX().subtract(x))
                .subtract(one.getAffineY())
                .mod(prime);
        return new ECPoint(x, y);
    }

    private static void put(BigInteger number, byte[] into, int at) {
        byte[] bytes = number.toByteArray();
        byte[] bare = bytes.length > SIZE ? Arrays.copyOfRange(bytes, bytes.length - SIZE, bytes.length) : bytes;
        System.arraycopy(bare, 0, into, at + SIZE - bare.length, bare.length);
    }
}
