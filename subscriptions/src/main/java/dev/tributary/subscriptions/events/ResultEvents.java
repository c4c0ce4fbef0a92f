package dev.tributary.subscriptions.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Tells new, corrected and abnormal results: one event for each version of a report, however many values changed with it. Pure.
 *
 * <p>Values belong to the report that names them in {@code result}, else to the panel that names them in {@code hasMember}. What
 * belongs to neither counts if its category says that it is a result (laboratory, imaging, procedure).
 *
 * <p>Before a report is final each version is a new result; afterwards a change corrects what was told. An abnormal value is told as such
 * once; what becomes of it then is a correction.
 */
final class ResultEvents {

    private static final Set<DiagnosticReportStatus> TOLD_REPORTS = EnumSet.of(
            DiagnosticReportStatus.PARTIAL,
            DiagnosticReportStatus.PRELIMINARY,
            DiagnosticReportStatus.FINAL,
            DiagnosticReportStatus.AMENDED,
            DiagnosticReportStatus.CORRECTED,
            DiagnosticReportStatus.APPENDED);
    private static final Set<DiagnosticReportStatus> PRELIMINARY_REPORTS =
            EnumSet.of(DiagnosticReportStatus.PARTIAL, DiagnosticReportStatus.PRELIMINARY);
    private static final Set<DiagnosticReportStatus> CORRECTED_REPORTS =
            EnumSet.of(DiagnosticReportStatus.AMENDED, DiagnosticReportStatus.CORRECTED);
    private static final Set<ObservationStatus> TOLD = EnumSet.of(
            ObservationStatus.PRELIMINARY,
            ObservationStatus.FINAL,
            ObservationStatus.AMENDED,
            ObservationStatus.CORRECTED);
    private static final Set<String> RESULT_CATEGORIES = Set.of("laboratory", "imaging", "procedure");
    /** v3 ObservationInterpretation and HL7 table 0078: what somebody should look at. */
    private static final Set<String> ABNORMAL = Set.of(
            "A", "AA", "H", "HH", "HU", "H>", "HX", ">", "L", "LL", "LU", "L<", "LX", "<", "POS", "DET", "R", "RR",
            "WR", "I", "NS", "SYN-R", "TOX", "CAR", "UNE");

    private static final Detection RETRACTED =
            Detection.correcting(EventKind.RESULT_CORRECTED, EventKind.RESULT_NEW, EventKind.RESULT_ABNORMAL);

    /** Each resource that somebody is told of, with the changes that make its new version. */
    private final Map<String, Version> versions = new LinkedHashMap<>();

    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, DiagnosticReport> reports = new HashMap<>();
    private final Map<String, RecordChange> changed = new HashMap<>();

    private ResultEvents() {}

    /** What is told of one report, panel or value. */
    record Told(Resource focus, List<Detection> detections, List<Observation> values) {}

    /**
     * Groups the changes by report.
     *
     * @param told everything that the message spoke of: a report whose own lines did not change still owns its values
     */
    static List<Told> detect(List<RecordChange> changes, Collection<Resource> told) {
        ResultEvents events = new ResultEvents();
        told.forEach(events::learn);
        changes.forEach(change -> {
            if (change.after() != null) {
                events.learn(change.after());
            }
            events.changed.put(change.reference(), change);
        });
        changes.forEach(events::group);
        return events.versions.values().stream()
                .map(Version::told)
                .filter(each -> !each.detections().isEmpty())
                .toList();
    }

    private void learn(Resource resource) {
        if (resource instanceof DiagnosticReport report) {
            reports.put(reference(report), report);
            report.getResult().forEach(result -> own(result, report, true));
        } else if (resource instanceof Observation panel) {
            panel.getHasMember().forEach(member -> own(member, panel, false));
        }
    }

    private void own(Reference part, Resource whole, boolean isReport) {
        if (part.hasReference() && (isReport || !owners.containsKey(part.getReference()))) {
            owners.put(part.getReference(), reference(whole));
        }
    }

    private void group(RecordChange change) {
        if (change.latest() instanceof DiagnosticReport || change.latest() instanceof Observation) {
            String root = root(change.reference());
            versions.computeIfAbsent(root, this::version).add(change);
        }
    }

    private String root(String reference) {
        String at = reference;
        for (int depth = 0; depth < 5 && owners.containsKey(at); depth++) {
            at = owners.get(at);
        }
        return at;
    }

    private Version version(String root) {
        RecordChange own = changed.get(root);
        if (own != null && own.latest() instanceof DiagnosticReport report) {
            return new Version(root, report, own.before() instanceof DiagnosticReport before ? before : null, own);
        }
        DiagnosticReport unchanged = reports.get(root);
        return new Version(root, unchanged, unchanged, null);
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    /** One version of a report, or of values without one. */
    private static final class Version {

        private final String root;
        private final @Nullable DiagnosticReport report;
        private final @Nullable DiagnosticReport before;
        private final @Nullable RecordChange own;
        private final List<RecordChange> values = new ArrayList<>();

        Version(
                String root,
                @Nullable DiagnosticReport report,
                @Nullable DiagnosticReport before,
                @Nullable RecordChange own) {
            this.root = root;
            this.report = report;
            this.before = before;
            this.own = own;
        }

        void add(RecordChange change) {
            if (change.latest() instanceof Observation) {
                values.add(change);
            }
        }

        Told told() {
            return new Told(
                    report == null ? value() : report, report == null ? ofValues() : ofReport(report), observations());
        }

        /** The panel if it changed, else the first of the values. */
        private Resource value() {
            return values.stream()
                    .filter(each -> each.reference().equals(root))
                    .findFirst()
                    .orElseGet(() -> values.get(0))
                    .latest();
        }

        private List<Observation> observations() {
            return values.stream()
                    .map(RecordChange::after)
                    .filter(Observation.class::isInstance)
                    .map(Observation.class::cast)
                    .toList();
        }

        private List<Detection> ofReport(DiagnosticReport is) {
            DiagnosticReport was =
                    before != null && before.hasStatus() && TOLD_REPORTS.contains(before.getStatus()) ? before : null;
            boolean isTold =
                    (own == null || own.after() != null) && is.hasStatus() && TOLD_REPORTS.contains(is.getStatus());
            if (!isTold) {
                return was == null ? List.of() : List.of(RETRACTED);
            }
            if (was == null) {
                return withAbnormal(Detection.of(EventKind.RESULT_NEW));
            }
            if (!differs(was, is) && values.stream().noneMatch(Version::isNews)) {
                return List.of();
            }
            boolean isFirstWord =
                    PRELIMINARY_REPORTS.contains(was.getStatus()) && !CORRECTED_REPORTS.contains(is.getStatus());
            return withAbnormal(isFirstWord ? Detection.of(EventKind.RESULT_NEW) : RETRACTED);
        }

        private List<Detection> ofValues() {
            if (values.stream().noneMatch(value -> isResult((Observation) value.latest()))) {
                return List.of();
            }
            List<RecordChange> news = values.stream().filter(Version::isNews).toList();
            if (news.isEmpty()) {
                return List.of();
            }
            return withAbnormal(
                    news.stream().anyMatch(Version::isCorrection) ? RETRACTED : Detection.of(EventKind.RESULT_NEW));
        }

        private List<Detection> withAbnormal(Detection first) {
            boolean isAbnormal = values.stream().anyMatch(value -> isAbnormal(value.after()) && !wasAbnormal(value));
            return isAbnormal ? List.of(first, Detection.of(EventKind.RESULT_ABNORMAL)) : List.of(first);
        }

        private static boolean wasAbnormal(RecordChange value) {
            return isAbnormal(value.before());
        }

        private static boolean differs(DiagnosticReport was, DiagnosticReport is) {
            return was != is
                    && (was.getStatus() != is.getStatus()
                            || !Content.sameTargets(was.getResult(), is.getResult())
                            || !Content.sameText(was.getConclusionElement(), is.getConclusionElement())
                            || !Content.codes(was.getConclusionCode()).equals(Content.codes(is.getConclusionCode()))
                            || !Content.same(was.getPresentedForm(), is.getPresentedForm()));
        }

        /** Whether there is something new to read. */
        private static boolean isNews(RecordChange value) {
            boolean was = isTold(value.before());
            boolean is = isTold(value.after());
            return was != is
                    || (value.before() instanceof Observation before
                            && value.after() instanceof Observation after
                            && is
                            && saysOtherwise(before, after));
        }

        private static boolean saysOtherwise(Observation before, Observation after) {
            return before.getStatus() != after.getStatus()
                    || !Content.same(before.getValue(), after.getValue())
                    || !Content.same(before.getComponent(), after.getComponent())
                    || !Content.codes(before.getInterpretation()).equals(Content.codes(after.getInterpretation()))
                    || !Content.same(before.getDataAbsentReason(), after.getDataAbsentReason());
        }

        private static boolean isCorrection(RecordChange value) {
            return value.before() instanceof Observation before
                    && isTold(before)
                    && before.getStatus() != ObservationStatus.PRELIMINARY;
        }

        private static boolean isTold(@Nullable Resource value) {
            return value instanceof Observation observation
                    && observation.hasStatus()
                    && TOLD.contains(observation.getStatus());
        }

        private static boolean isResult(Observation value) {
            return value.getCategory().stream()
                    .flatMap(category -> category.getCoding().stream())
                    .anyMatch(coding -> RESULT_CATEGORIES.contains(String.valueOf(coding.getCode())));
        }
    }

    /** Whether the laboratory, or whoever reports, calls the value or a part of it anything but normal. */
    static boolean isAbnormal(@Nullable Resource value) {
        return value instanceof Observation observation
                && Stream.concat(
                                observation.getInterpretation().stream(),
                                observation.getComponent().stream().flatMap(part -> part.getInterpretation().stream()))
                        .flatMap(each -> each.getCoding().stream())
                        .anyMatch(coding -> ABNORMAL.contains(String.valueOf(coding.getCode())));
    }
}
