package dev.tributary.server.formats;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.ccda.EnclosedDocuments;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Mapper;
import dev.tributary.mapping.v2.V2Reader;
import dev.tributary.server.sources.Source;
import java.util.List;

/** HL7 v2 in ER7 encoding. */
public final class Hl7v2Format implements MessageFormat {

    public static final String NAME = "hl7v2";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Received read(byte[] raw, Source source) {
        return received(V2Reader.read(raw, source.profile()));
    }

    /** The same of a message that is read already. */
    public static Received received(Reading reading) {
        var header = reading.header();
        var issues = reading instanceof Reading.Unreadable unreadable ? unreadable.issues() : List.<Issue>of();
        return new Received(header.controlId(), header.trigger(), header.laneKey(), header.occurred(), issues);
    }

    @Override
    public Mapped map(byte[] raw, Source source) {
        var reading = V2Reader.read(raw, source.profile());
        if (reading instanceof Reading.Readable readable) {
            var mapped = V2Mapper.map(readable.message(), readable.header(), source.profile());
            return EnclosedDocuments.unfold(mapped, readable.header().laneKey(), source.profile());
        }
        var unreadable = received(reading);
        return new Mapped(unreadable.trigger(), unreadable.occurred(), List.of(), unreadable.issues());
    }
}
