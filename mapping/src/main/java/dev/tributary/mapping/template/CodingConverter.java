package dev.tributary.mapping.template;

import dev.tributary.mapping.element.ElementPath;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * A code of the source as a <a href="https://hl7.org/fhir/R4/datatypes.html#CodeableConcept">CodeableConcept</a> or Coding. A translated
 * code comes first, the original stays beside it; one that the map does not know is kept as it is, with a warning.
 */
final class CodingConverter implements Converter {

    static final Set<String> TYPES = Set.of("CodeableConcept", "Coding");

    private final ElementPath target;
    private final Conversion how;

    CodingConverter(ElementPath target, Conversion how) {
        this.target = target;
        this.how = how;
    }

    /** For texts of the form {@code system|code|display}. */
    static Converter whole(ElementPath target) {
        return (text, scene) -> {
            var coding = CodeMap.Entry.parse(text).coding();
            return Converted.to(target.leafType().equals("Coding") ? coding : new CodeableConcept().addCoding(coding));
        };
    }

    @Override
    public Converted convert(String text, Scene scene) {
        var display = how.display() == null ? null : scene.fields().value(how.display());
        var map = how.map();
        var entry = map == null ? null : map.find(text);
        var warning =
                map != null && entry == null ? "is not in the code map " + map.name() + " and was kept as it is" : null;
        var isConcept = target.leafType().equals("CodeableConcept");
        return Converted.to(
                isConcept ? concept(text, display, entry, scene) : coding(text, display, entry, scene), warning);
    }

    private CodeableConcept concept(String text, @Nullable String display, CodeMap.@Nullable Entry entry, Scene scene) {
        var concept = new CodeableConcept();
        if (entry != null) {
            concept.addCoding(entry.coding());
        }
        var isText = how.map() == null && how.system() == null && how.display() == null;
        if (!isText) {
            concept.addCoding(original(text, display, scene));
        }
        return concept.setText(display == null ? text : display);
    }

    private Coding coding(String text, @Nullable String display, CodeMap.@Nullable Entry entry, Scene scene) {
        return entry == null ? original(text, display, scene) : entry.coding();
    }

    /** A code's system is the source's own unless the file names one: two sources' equal codes stay apart. */
    private Coding original(String text, @Nullable String display, Scene scene) {
        var system = how.system() == null ? scene.profile().ownSystem(scene.name()) : how.system();
        return new Coding(system, text, display);
    }
}
