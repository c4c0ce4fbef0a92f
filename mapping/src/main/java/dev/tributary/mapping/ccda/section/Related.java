package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** What hangs on a statement: related statements, comments, reasons and authors. */
final class Related {

    private static final String COMMENT = CdaConcepts.code("comment");

    private Related() {}

    /** All related statements of that element name, whatever the relationship. */
    static List<CdaElement> all(CdaElement element, String name) {
        var found = new ArrayList<CdaElement>();
        for (var relationship : element.children("entryRelationship")) {
            found.addAll(relationship.children(name));
        }
        return found;
    }

    /** The same of one type of relationship. */
    static List<CdaElement> all(CdaElement element, String typeCode, String name) {
        var found = new ArrayList<CdaElement>();
        for (var relationship : element.children("entryRelationship")) {
            if (relationship.has("typeCode", typeCode)) {
                found.addAll(relationship.children(name));
            }
        }
        return found;
    }

    /** The first related statement with that code. */
    static CdaElement coded(CdaElement element, String name, String code) {
        for (var each : all(element, name)) {
            if (CdToCodeableConcept.hasCode(each.child("code"), code)) {
                return each;
            }
        }
        return CdaElement.absent();
    }

    /** The first related statement with that template. */
    static CdaElement templated(CdaElement element, String name, String template) {
        for (var each : all(element, name)) {
            if (each.hasTemplate(template)) {
                return each;
            }
        }
        return CdaElement.absent();
    }

    /** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#comment--annotation">Comment to Annotation</a>. */
    static List<Annotation> notes(CdaElement element, CdaTranslation translation) {
        var notes = new ArrayList<Annotation>(1);
        for (var act : all(element, "act")) {
            var words = CdToCodeableConcept.hasCode(act.child("code"), COMMENT)
                    ? NarrativeText.of(act.child("text"), translation)
                    : null;
            if (words != null) {
                var note = new Annotation().setText(words);
                var author = author(translation, act);
                if (author != null) {
                    note.setAuthor(author);
                }
                note.setTimeElement(authored(translation, act));
                notes.add(note);
            }
        }
        return notes;
    }

    /** The latest author of the first of these elements that names one; null if none does. */
    static @Nullable Reference author(CdaTranslation translation, CdaElement... elements) {
        for (var element : elements) {
            Reference last = null;
            var lastTime = "";
            for (var author : element.children("author")) {
                var who = Participants.practitioner(author.child("assignedAuthor"), translation);
                var time = author.child("time").attribute("value");
                var comparable = time == null ? "" : time;
                if (who != null && (last == null || comparable.compareTo(lastTime) >= 0)) {
                    last = who;
                    lastTime = comparable;
                }
            }
            if (last != null) {
                return last;
            }
        }
        return null;
    }

    /** The earliest time of an author of the first of these elements that has one. */
    static @Nullable DateTimeType authored(CdaTranslation translation, CdaElement... elements) {
        for (var element : elements) {
            CdaElement earliest = CdaElement.absent();
            var text = "~";
            for (var author : element.children("author")) {
                var time = author.child("time");
                var value = time.attribute("value");
                if (value != null && value.compareTo(text) < 0) {
                    earliest = time;
                    text = value;
                }
            }
            var mapped = IvlTsToPeriod.point(earliest, translation);
            if (mapped != null) {
                return mapped;
            }
        }
        return null;
    }

    /** The value of the statement, else its words in the narrative; null if it says nothing. */
    static @Nullable CodeableConcept value(CdaElement observation, CdaTranslation translation) {
        var concept = CdToCodeableConcept.map(observation.child("value"), translation);
        if (concept != null) {
            return concept;
        }
        var words = NarrativeText.of(observation.child("text"), translation);
        return words == null ? null : new CodeableConcept().setText(words);
    }

    /** Values of the indications of a statement. */
    static List<CodeableConcept> reasons(CdaElement element, CdaTranslation translation) {
        var reasons = new ArrayList<CodeableConcept>(1);
        for (var observation : all(element, "RSON", "observation")) {
            var reason = value(observation, translation);
            if (reason != null) {
                reasons.add(reason);
            }
        }
        return reasons;
    }

    /** Where it took place; null if nothing is said. */
    static @Nullable Reference place(CdaElement element, CdaTranslation translation) {
        for (var participant : element.children("participant")) {
            if (participant.has("typeCode", "LOC")) {
                return Participants.location(participant.child("participantRole"), translation);
            }
        }
        return null;
    }

    /** Who did it: people, else their organizations. */
    static List<Reference> performers(CdaElement element, CdaTranslation translation) {
        var performers = new ArrayList<Reference>(1);
        for (var performer : element.children("performer")) {
            var role = performer.child("assignedEntity");
            var who = Participants.practitioner(role, translation);
            who = who == null ? Participants.organization(role.child("representedOrganization"), translation) : who;
            if (who != null) {
                performers.add(who);
            }
        }
        return performers;
    }
}
