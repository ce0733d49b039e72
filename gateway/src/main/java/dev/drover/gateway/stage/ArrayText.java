package dev.drover.gateway.stage;

/** A whole array as text. */
final class ArrayText implements Text {
    private final byte[] bytes;

    ArrayText(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public byte at(int index) {
        return bytes[index];
    }

    @Override
    public void copy(int from, byte[] into, int at, int length) {
        System.arraycopy(bytes, from, into, at, length);
    }

    @Override
    public String toString() {
        return string();
    }
}
