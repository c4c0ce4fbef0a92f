package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Concepts;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.CareTeam.CareTeamStatus;
import org.hl7.fhir.r4.model.Reference;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-in3-to-careteam.html">IN3 to CareTeam</a>: the case manager. */
public final class In3ToCareTeam {

    private In3ToCareTeam() {}

    /** IN3-21 is a name and nothing else. */
    public static void add(CareTeam team, SegmentReader in3) {
        in3.ignore(1);
        var name = in3.wholeText(21);
        if (name == null
                || team.getParticipant().stream()
                        .anyMatch(each -> name.equals(each.getMember().getDisplay()))) {
            return;
        }
        team.setStatus(CareTeamStatus.ACTIVE)
                .addParticipant()
                .addRole(Concepts.concept("caseManager").setText("case manager"))
                .setMember(new Reference().setDisplay(name));
    }
}
