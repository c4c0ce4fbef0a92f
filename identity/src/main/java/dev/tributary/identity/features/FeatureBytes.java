package dev.tributary.identity.features;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Features as bytes: a version, then each component in its order; texts as {@link DataOutput#writeUTF} writes them. */
final class FeatureBytes {

    private static final int VERSION = 1;

    /** A longer list or text is cut: nobody has that many names, and a text must fit its two bytes of length. */
    private static final int LONGEST_LIST = 60;

    private static final int LONGEST_TEXT = 500;

    private FeatureBytes() {}

    @FunctionalInterface
    private interface Writer<T> {
        void write(DataOutput out, T value) throws IOException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    static byte[] write(PersonFeatures features) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            list(out, features.names(), FeatureBytes::name);
            out.writeInt(features.birthDate().asNumber());
            out.writeByte(features.sex());
            list(out, features.addresses(), FeatureBytes::address);
            list(out, features.phones(), FeatureBytes::text);
            list(out, features.emails(), FeatureBytes::text);
            list(out, features.identifiers(), FeatureBytes::identifier);
            text(out, features.mothersMaidenName());
            out.writeByte(features.birthOrder());
            out.writeInt(features.deceased().asNumber());
            text(out, features.practice());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static PersonFeatures read(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            var version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("These are features of version " + version + "; known is " + VERSION
                        + ". Make them anew from the Patient");
            }
            return new PersonFeatures(
                    list(in, FeatureBytes::name),
                    date(in.readInt()),
                    (char) in.readUnsignedByte(),
                    list(in, FeatureBytes::address),
                    list(in, DataInput::readUTF),
                    list(in, DataInput::readUTF),
                    list(in, FeatureBytes::identifier),
                    in.readUTF(),
                    in.readUnsignedByte(),
                    date(in.readInt()),
                    in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> void list(DataOutput out, List<T> values, Writer<T> writer) throws IOException {
        var size = Math.min(values.size(), LONGEST_LIST);
        out.writeByte(size);
        for (var value : values.subList(0, size)) {
            writer.write(out, value);
        }
    }

    private static <T> List<T> list(DataInput in, Reader<T> reader) throws IOException {
        var size = in.readUnsignedByte();
        var values = new ArrayList<T>(size);
        for (var i = 0; i < size; i++) {
            values.add(reader.read(in));
        }
        return values;
    }

    private static void text(DataOutput out, String text) throws IOException {
        out.writeUTF(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
    }

    private static BirthDate date(int number) {
        return new BirthDate(number / 10_000, number / 100 % 100, number % 100);
    }

    private static void name(DataOutput out, PersonName name) throws IOException {
        list(out, name.given(), FeatureBytes::text);
        list(out, name.family(), FeatureBytes::text);
        text(out, name.suffix());
        out.writeBoolean(name.former());
    }

    private static PersonName name(DataInput in) throws IOException {
        return new PersonName(
                list(in, DataInput::readUTF), list(in, DataInput::readUTF), in.readUTF(), in.readBoolean());
    }

    private static void address(DataOutput out, PostalAddress address) throws IOException {
        text(out, address.number());
        text(out, address.street());
        text(out, address.city());
        text(out, address.postcode());
        text(out, address.state());
    }

    private static PostalAddress address(DataInput in) throws IOException {
        return new PostalAddress(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF());
    }

    private static void identifier(DataOutput out, PersonIdentifier identifier) throws IOException {
        out.writeByte(identifier.strength().ordinal());
        text(out, identifier.system());
        text(out, identifier.value());
        out.writeBoolean(identifier.former());
    }

    private static PersonIdentifier identifier(DataInput in) throws IOException {
        return new PersonIdentifier(
                IdentifierStrength.values()[in.readUnsignedByte()], in.readUTF(), in.readUTF(), in.readBoolean());
    }
}
