package dev.tributary.server.harmonise;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.formats.MapStep;
import dev.tributary.server.sources.Source;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Resource;

/** Harmonises what a message says, before it is stored. Asks no database. */
final class HarmoniseStep implements MapStep {

    private final Harmonisation harmonisation;
    private final Supplier<Translations> translations;
    private final UnmappedCodes unmapped;

    HarmoniseStep(Harmonisation harmonisation, Supplier<Translations> translations, UnmappedCodes unmapped) {
        this.harmonisation = harmonisation;
        this.translations = translations;
        this.unmapped = unmapped;
    }

    @Override
    public Mapped apply(Source source, Mapped mapped) {
        var current = translations.get();
        var found = unmapped.sighting(source.id());
        harmonise(mapped, resource -> harmonisation.apply(resource, source.id(), current, found));
        found.close();
        return mapped;
    }

    static Mapped harmonise(Mapped mapped, Consumer<Resource> each) {
        for (var change : mapped.changes()) {
            if (change instanceof Change.Write write) {
                each.accept(write.resource());
            }
        }
        return mapped;
    }
}
