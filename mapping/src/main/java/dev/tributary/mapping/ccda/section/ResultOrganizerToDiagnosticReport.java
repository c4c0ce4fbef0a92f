package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-results.html">Result Organizer to DiagnosticReport, its observations to Observation</a>. */
final class ResultOrganizerToDiagnosticReport {

    private static final String SECTIONS = "http://terminology.hl7.org/CodeSystem/v2-0074";

    private ResultOrganizerToDiagnosticReport() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var report = new DiagnosticReport();
        report.setId(translation.entryId("DiagnosticReport", element));
        report.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        report.setSubject(translation.patient());
        var status = CodeMap.of("ResultStatus").target(entry.statusCode());
        report.setStatus(DiagnosticReportStatus.fromCode(Objects.requireNonNullElse(status, "unknown")));
        report.addCategory(new CodeableConcept().addCoding(new Coding(SECTIONS, "LAB", "Laboratory")));
        report.setCode(ProcedureActivityToProcedure.code(element, translation));
        var specimen = specimen(element, element, translation);
        if (specimen != null) {
            report.addSpecimen(specimen);
        }
        var observations = observations(entry, specimen);
        report.setEffective(effective(element, observations, translation));
        var issued = Related.authored(translation, element);
        if (issued != null && issued.getValueAsString().length() >= 19) {
            report.setIssuedElement(new InstantType(issued.getValueAsString()));
        } else if (report.getStatus() == DiagnosticReportStatus.FINAL) {
            // us-core-9: a final report has a time of issue, if only to say that it is unknown.
            report.getIssuedElement().addExtension(NullFlavor.dataAbsentReason("UNK"));
        }
        report.setPerformer(performers(element, translation));
        for (var observation : observations) {
            if (!observation.hasEffective() && report.hasEffective()) {
                observation.setEffective(report.getEffective().copy());
            }
            report.addResult(translation.write(observation.observation, observation.element));
        }
        return translation.write(report, element);
    }

    private static List<Reference> performers(CdaElement element, CdaTranslation translation) {
        var performers = Related.performers(element, translation);
        var author = performers.isEmpty() ? Related.author(translation, element) : null;
        return author == null ? performers : List.of(author);
    }

    /** An observation with the statement that it came of. */
    private record Found(Observation observation, CdaElement element) {

        boolean hasEffective() {
            return observation.hasEffective();
        }

        void setEffective(Type effective) {
            observation.setEffective(effective);
        }
    }

    private static List<Found> observations(Entry entry, @Nullable Reference specimen) {
        var translation = entry.translation();
        var found = new ArrayList<Found>();
        for (var component : entry.element().children("component")) {
            for (var element : component.children("observation")) {
                var observation = ObservationToObservation.map(entry.inner(element), "laboratory");
                var own = specimen(element, CdaElement.absent(), translation);
                observation.setSpecimen(own != null ? own : specimen == null ? null : specimen.copy());
                found.add(new Found(observation, element));
            }
            for (var organizer : component.children("organizer")) {
                found.addAll(observations(entry.inner(organizer), specimen));
            }
        }
        return found;
    }

    /** Of the organizer, else from the first to the last of its observations. */
    private static @Nullable Type effective(CdaElement element, List<Found> found, CdaTranslation translation) {
        var own = IvlTsToPeriod.effective(element.child("effectiveTime"), translation);
        if (own != null) {
            return own;
        }
        DateTimeType first = null;
        DateTimeType last = null;
        for (var each : found) {
            if (each.observation.getEffective() instanceof DateTimeType time && time.hasValue()) {
                first = first == null || time.getValue().before(first.getValue()) ? time : first;
                last = last == null || time.getValue().after(last.getValue()) ? time : last;
            }
        }
        if (first == null || last == null) {
            return null;
        }
        return first.getValueAsString().equals(last.getValueAsString())
                ? first.copy()
                : new Period().setStartElement(first.copy()).setEndElement(last.copy());
    }

    /** The specimen of a statement, with what the collection procedure of the organizer says; null if there is none. */
    private static @Nullable Reference specimen(CdaElement element, CdaElement organizer, CdaTranslation translation) {
        var role = element.at("specimen", "specimenRole");
        var collection = collection(organizer);
        if (role.isAbsent() && collection.isAbsent()) {
            return null;
        }
        var player = role.child("specimenPlayingEntity");
        var specimen = new Specimen();
        specimen.setId(translation.entryId("Specimen", role.exists() ? role : collection));
        specimen.setIdentifier(IiToIdentifier.all(role, translation.profile()));
        specimen.setSubject(translation.patient());
        var type = CdToCodeableConcept.map(player.child("code"), translation);
        var name = NarrativeText.words(player.child("name"));
        specimen.setType(type == null && name != null ? new CodeableConcept().setText(name) : type);
        var site = CdToCodeableConcept.map(collection.child("targetSiteCode"), translation);
        if (site != null) {
            specimen.getCollection().setBodySite(site);
        }
        var time = IvlTsToPeriod.effective(collection.child("effectiveTime"), translation);
        if (time != null) {
            specimen.getCollection().setCollected(time);
        }
        var quantity = PqToQuantity.map(player.child("quantity"), translation);
        if (quantity != null) {
            specimen.getCollection().setQuantity(PqToQuantity.plain(quantity));
        }
        if (!specimen.hasType() && !specimen.hasIdentifier() && !specimen.hasCollection()) {
            return null;
        }
        return translation.write(specimen, role);
    }

    private static CdaElement collection(CdaElement organizer) {
        for (var component : organizer.children("component")) {
            var procedure = component.child("procedure");
            if (CdToCodeableConcept.hasCode(procedure.child("code"), CdaConcepts.code("specimenCollection"))
                    || procedure.hasTemplate("2.16.840.1.113883.10.20.22.4.415")) {
                return procedure;
            }
        }
        return CdaElement.absent();
    }
}
