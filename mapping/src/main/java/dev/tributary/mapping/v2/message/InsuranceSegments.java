package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.In1ToCoverage;
import dev.tributary.mapping.v2.segment.Pv1ToCoverage;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Coverage;
import org.jspecify.annotations.Nullable;

/** How the patient is insured: IN1 with its IN2, and the financial class of PV1. For one patient of one message. */
final class InsuranceSegments {

    private final AdtMessage.Subject subject;
    private final @Nullable Account account;
    private final Translation translation;
    private final List<Coverage> coverages = new ArrayList<>();

    InsuranceSegments(AdtMessage.Subject subject, @Nullable Account account) {
        this.subject = subject;
        this.account = account;
        this.translation = subject.translation();
    }

    /** @param index of an IN1 */
    void map(List<V2Segment> segments, int index) {
        var next = index + 1 < segments.size() && segments.get(index + 1).name().equals("IN2")
                ? translation.read(segments.get(index + 1))
                : null;
        var in1 = translation.read(segments.get(index));
        var coverage = In1ToCoverage.write(in1, next, subject.key(), subject.patient(), translation);
        if (coverage == null) {
            return;
        }
        if (translation.written(coverage.getReference()) instanceof Coverage written) {
            coverages.add(written);
        }
        if (account != null) {
            var covered = account.addCoverage().setCoverage(coverage);
            var priority = in1.text(22);
            if (priority != null && priority.matches("[1-9]\\d?")) {
                covered.setPriority(Integer.parseInt(priority));
            }
        }
    }

    /** PV1-20, when all insurances are known. */
    void addClass(SegmentReader pv1) {
        Pv1ToCoverage.write(pv1, coverages, subject.key(), subject.patient(), translation);
    }
}
