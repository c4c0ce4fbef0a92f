package dev.tributary.server.formats;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.MessageFields;
import dev.tributary.mapping.ccda.CcdaMapper;
import dev.tributary.mapping.ccda.CcdaReader;
import dev.tributary.mapping.ccda.CcdaReading;
import dev.tributary.server.sources.Source;
import java.util.List;

/** C-CDA documents, XML. */
final class CcdaFormat implements MessageFormat {

    @Override
    public String name() {
        return "ccda";
    }

    @Override
    public Received read(byte[] raw, Source source) {
        var reading = CcdaReader.read(raw, source.profile());
        if (reading instanceof CcdaReading.Readable readable) {
            var header = readable.header();
            return new Received(header.id(), header.trigger(), header.laneKey(), header.occurred(), List.of());
        }
        return new Received("", "C-CDA", "", null, ((CcdaReading.Unreadable) reading).issues());
    }

    @Override
    public Mapped map(byte[] raw, Source source) {
        var reading = CcdaReader.read(raw, source.profile());
        if (reading instanceof CcdaReading.Readable readable) {
            var mapped = CcdaMapper.map(readable, raw, source.profile());
            return source.profile().customisation().apply(mapped, MessageFields.NONE, source.profile());
        }
        return new Mapped("C-CDA", null, List.of(), ((CcdaReading.Unreadable) reading).issues());
    }

    /** A document sums up: the discharge that it mentions may be ten years old. */
    @Override
    public boolean tellsWhatHappens() {
        return false;
    }
}
