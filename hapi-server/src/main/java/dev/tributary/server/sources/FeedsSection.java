package dev.tributary.server.sources;

import dev.tributary.server.sources.Source.Feeds;
import dev.tributary.server.sources.Source.Format;
import dev.tributary.server.sources.Source.Mllp;
import dev.tributary.server.sources.Source.Tls;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The section {@code feeds} of a source's file: by which ways its messages come. */
final class FeedsSection {

    private FeedsSection() {}

    /** What {@code feeds} says, each mistake told; without the section the source is fed by HTTP alone. */
    static Feeds read(Section top, Format format) {
        var section = top.section("feeds");
        if (section.isEmpty()) {
            return new Feeds(Optional.empty(), true, Optional.empty());
        }
        var feeds = section.get();
        var mllp = feeds.section("mllp").map(FeedsSection::mllp);
        if (mllp.isPresent() && format != Format.HL7V2) {
            feeds.problem("mllp", "carries HL7 v2 only. Write format: hl7v2, or take the key out.");
        }
        var drop = feeds.section("drop").flatMap(FeedsSection::drop);
        var read = new Feeds(mllp, feeds.flag("http", true), drop);
        feeds.refuseUnknown();
        return read;
    }

    private static Mllp mllp(Section section) {
        if (section.text("port").isEmpty()) {
            section.problem("port", "is missing. 2575 is the port registered for HL7.");
        }
        var mllp = new Mllp(
                section.number("port", 0, 0, 65_535),
                section.text("address").orElse("127.0.0.1"),
                section.section("tls").flatMap(FeedsSection::tls));
        section.refuseUnknown();
        return mllp;
    }

    private static Optional<Tls> tls(Section section) {
        var certificate = readable(section, "certificate");
        var key = readable(section, "key");
        var authority = section.text("client-authority").isPresent() ? readable(section, "client-authority") : null;
        section.refuseUnknown();
        return certificate == null || key == null
                ? Optional.empty()
                : Optional.of(new Tls(certificate, key, authority)).filter(files -> isUsable(section, files));
    }

    private static boolean isUsable(Section section, Tls files) {
        try {
            TlsContext.of(files);
            return true;
        } catch (SSLException | IllegalArgumentException e) {
            section.problem(
                    "key",
                    "cannot be used with \"%s\" as certificate: %s. Both must be PEM, of one pair, the key unencrypted PKCS#8; openssl pkcs8 -topk8 -nocrypt makes one."
                            .formatted(files.certificate(), e.getMessage()));
            return false;
        }
    }

    private static @Nullable Path readable(Section section, String key) {
        var text = section.text(key).orElse("");
        var file = path(section, key, text);
        if (file.isEmpty() || !Files.isReadable(file.get()) || Files.isDirectory(file.get())) {
            section.problem(key, "\"%s\" is no readable file. Name a PEM file.".formatted(text));
            return null;
        }
        return file.get();
    }

    private static Optional<Path> drop(Section section) {
        var folder = section.text("folder");
        if (folder.isEmpty()) {
            section.problem("folder", "is missing. Name the folder to watch.");
        }
        section.refuseUnknown();
        return folder.flatMap(text -> path(section, "folder", text));
    }

    private static Optional<Path> path(Section section, String key, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            section.problem(key, "\"%s\" is no path on this machine.".formatted(text));
            return Optional.empty();
        }
    }
}
